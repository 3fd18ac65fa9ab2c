package io.grism.exec.storage;

import java.util.ArrayList;
import java.util.List;

/**
 * A version of a table that a later one begins with: its rows are the first rows of that one.
 *
 * @param isUsed whether something had been made of it that the later version can start from
 */
public record Ancestor(long version, long rowCount, boolean isUsed) {
    private static final int MOST = 64;

    /** The ancestors of the version after one that has some itself. Where there are many, those that nobody used are forgotten first. */
    static List<Ancestor> after(List<Ancestor> before, Ancestor last) {
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
        return List.copyOf(all);
    }
}
