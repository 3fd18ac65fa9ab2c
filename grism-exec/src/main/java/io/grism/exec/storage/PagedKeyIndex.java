package io.grism.exec.storage;

import io.grism.exec.batch.TypeKind;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The row positions of one version of a table by key, of the first row where several have one key.
 *
 * <p>A version's index is made from the one before by adding the new rows, mostly in the same arrays: a position at or beyond a
 * version's row count is not there for it. So readers of old versions go on while a writer adds, and what they may see of
 * a write is only a position that they take for an empty slot. An entry goes to the first empty slot on its way, so no older
 * entry ever lies behind a newer one. Only one version can add to the arrays that it has; who comes from the same version once
 * more, after a write that was given up, copies them.
 */
abstract class PagedKeyIndex implements KeyIndex {
    /** What a version without rows starts with. */
    static PagedKeyIndex create(PagedRows rows, List<Integer> columns) {
        boolean integer = columns.size() == 1 && KeyLongs.isInteger(TypeKind.of(rows.field(columns.get(0))));
        PagedRows empty = PagedRows.empty(rows.schema());
        PagedKeyIndex index = integer ? DenseKeyIndex.empty(columns.get(0)) : HashKeyIndex.empty(empty, columns);
        return index.extend(rows);
    }

    private final int rowCount;
    private final long duplicate;
    private final AtomicInteger filled;

    /** {@code filled}: of how many rows the arrays have entries, counted by all versions that share them. */
    PagedKeyIndex(int rowCount, long duplicate, AtomicInteger filled) {
        this.rowCount = rowCount;
        this.duplicate = duplicate;
        this.filled = filled;
    }

    /** How many rows are indexed: those before have their entries. */
    final int rowCount() {
        return rowCount;
    }

    /** The first row whose key an earlier row has, or -1. */
    final long duplicate() {
        return duplicate;
    }

    @Override
    public final boolean isUnique() {
        return duplicate < 0;
    }

    /** The index of {@code rows}, whose first {@link #rowCount()} rows are the indexed ones. */
    final PagedKeyIndex extend(PagedRows rows) {
        int end = Math.toIntExact(rows.rowCount());
        return extend(rows, end, filled.compareAndSet(rowCount, end) ? filled : null);
    }

    /**
     * Adds the rows up to {@code end}.
     *
     * @param shared what counts the rows in the arrays, which can be added to; null when another version has done so and they must be copied
     */
    abstract PagedKeyIndex extend(PagedRows rows, int end, @Nullable AtomicInteger shared);

    /** The same index for other rows with the same keys at the same positions. */
    abstract PagedKeyIndex on(PagedRows rows);

    final AtomicInteger filled() {
        return filled;
    }

    /** A copy without the entries of rows that this version does not have. */
    final int[] copy(int[] positions) {
        int[] own = positions.clone();
        for (int i = 0; i < own.length; i++) {
            if (own[i] > rowCount) {
                own[i] = 0;
            }
        }
        return own;
    }
}
