package io.grism.exec.storage;

import io.grism.exec.batch.TypeKind;
import java.util.List;

/**
 * The row positions of one version of a table by key, of the first row where several have one key.
 *
 * <p>A version's index is made from the one before by adding the new rows, mostly in the same arrays: a position at or beyond a
 * version's row count is not there for it. So readers of old versions go on while the single writer adds, and what they may see of
 * a write is only a position that they take for an empty slot. An entry goes to the first empty slot on its way, so no older
 * entry ever lies behind a newer one. A writer that gives up clears what it added ({@link #discardNewer}), before another extends
 * the index.
 */
abstract class MemoryKeyIndex implements KeyIndex {
    /** What a version without rows starts with. */
    static MemoryKeyIndex create(MemoryRows rows, List<Integer> columns) {
        boolean integer = columns.size() == 1 && KeyLongs.isInteger(TypeKind.of(rows.field(columns.get(0))));
        MemoryRows empty = MemoryRows.empty(rows.schema());
        MemoryKeyIndex index = integer ? DenseKeyIndex.empty(columns.get(0)) : HashKeyIndex.empty(empty, columns);
        return index.extend(rows);
    }

    private final int rowCount;
    private final long duplicate;

    MemoryKeyIndex(int rowCount, long duplicate) {
        this.rowCount = rowCount;
        this.duplicate = duplicate;
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

    /** The index of {@code rows}, whose first {@link #rowCount()} rows are the indexed ones. For the single writer, on the newest version. */
    abstract MemoryKeyIndex extend(MemoryRows rows);

    /** The same index for other rows with the same keys at the same positions. */
    abstract MemoryKeyIndex on(MemoryRows rows);

    /** Clears the entries of rows that this version does not have. For the single writer. */
    abstract void discardNewer();

    static int checkedRowCount(MemoryRows rows) {
        return Math.toIntExact(rows.rowCount());
    }

    static void discardNewer(int[] positions, int rowCount) {
        for (int i = 0; i < positions.length; i++) {
            if (positions[i] > rowCount) {
                positions[i] = 0;
            }
        }
    }
}
