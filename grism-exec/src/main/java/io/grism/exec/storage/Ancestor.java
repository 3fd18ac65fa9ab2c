package io.grism.exec.storage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/**
 * A version of a table that a later one begins with: its rows are the first rows of that one, but for the values of some columns.
 *
 * @param isUsed whether something had been made of it that the later version can start from
 * @param changed ordinals of the columns whose values have been updated since, ascending
 */
public record Ancestor(long version, long rowCount, boolean isUsed, List<Integer> changed) {
    private static final int MOST = 64;

    public Ancestor {
        changed = List.copyOf(changed);
    }

    /** Whether the later version has the same values in some columns. */
    boolean hasSame(Collection<Integer> columns) {
        return Collections.disjoint(changed, columns);
    }

    private Ancestor changed(Collection<Integer> more) {
        TreeSet<Integer> all = new TreeSet<>(changed);
        all.addAll(more);
        return new Ancestor(version, rowCount, isUsed, List.copyOf(all));
    }

    /**
     * The ancestors of the version after one that has some itself. Where there are many, those that nobody used are forgotten first.
     *
     * @param updated the columns that this step has changed
     */
    static List<Ancestor> after(List<Ancestor> before, Ancestor last, Collection<Integer> updated) {
        List<Ancestor> all = new ArrayList<>(before);
        all.add(last);
        if (all.size() > MOST) {
            int oldest = 0;
            for (int i = 0; i < all.size() - MOST / 4; i++) {
                if (!all.get(i).isUsed) {
                    oldest = i;
                    break;
                }
            }
            all.remove(oldest);
        }
        all.replaceAll(ancestor -> ancestor.changed(updated));
        return List.copyOf(all);
    }
}
