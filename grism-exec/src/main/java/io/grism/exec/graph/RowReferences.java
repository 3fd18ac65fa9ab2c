package io.grism.exec.graph;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.BatchStream;
import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import io.grism.exec.storage.KeyIndex;
import io.grism.exec.storage.ScanRequest;
import io.grism.exec.storage.Split;
import io.grism.exec.storage.TableSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;

/** Finds the rows of other tables that the rows of a table refer to by key. */
final class RowReferences {
    /** The key is that of no row. */
    static final int DANGLING = -1;

    /** The key has a NULL: it refers to nothing, and nothing is wrong. */
    static final int NO_KEY = -2;

    private static final long SPLIT_ROWS = 1 << 17;

    private RowReferences() {}

    /** Columns that hold the key of a row of another table, where {@code targetColumns} have it. */
    record Reference(List<Integer> columns, TableSnapshot target, List<Integer> targetColumns) {}

    /** Per reference and row of the table the row position in the target, or {@link #DANGLING}, or {@link #NO_KEY}. */
    static int[][] find(TableSnapshot table, List<Reference> references, BufferAllocator allocator) {
        int[][] found = new int[references.size()][EdgeEnds.rowCount(table)];
        TreeSet<Integer> columns = new TreeSet<>();
        references.forEach(reference -> columns.addAll(reference.columns));
        if (columns.isEmpty()) {
            return found;
        }
        List<Integer> scanned = new ArrayList<>(columns);
        Lookup[] lookups = references.stream()
                .map(reference -> new Lookup(reference, scanned, table))
                .toArray(Lookup[]::new);
        ScanRequest request = new ScanRequest(scanned, null, Batch.TARGET_ROWS);
        for (Split split : table.splits(SPLIT_ROWS)) {
            int row = Math.toIntExact(split.firstRow());
            try (BatchStream stream = table.scan(split, request, allocator)) {
                Batch next;
                while ((next = stream.next()) != null) {
                    try (Batch batch = next) {
                        for (int r = 0; r < lookups.length; r++) {
                            lookups[r].find(batch, found[r], row);
                        }
                        row += batch.rowCount();
                    }
                }
            }
        }
        return found;
    }

    /** Follows one reference, a batch of rows at a time. */
    private static final class Lookup {
        private final int[] batchColumns;
        private final List<Column> keys = new ArrayList<>();
        private final List<Column> converted = new ArrayList<>();
        private final KeyIndex index;
        private long[] positions = new long[0];

        Lookup(Reference reference, List<Integer> scanned, TableSnapshot table) {
            batchColumns = reference.columns.stream().mapToInt(scanned::indexOf).toArray();
            for (int k = 0; k < batchColumns.length; k++) {
                Field own = field(table, reference.columns.get(k));
                Field other = field(reference.target, reference.targetColumns.get(k));
                Column column = Columns.create(own);
                keys.add(column);
                converted.add(own.getType().equals(other.getType()) ? column : Columns.create(other));
            }
            index = reference.target.keyIndex(reference.targetColumns);
        }

        private static Field field(TableSnapshot table, int column) {
            return table.definition().schema().getFields().get(column);
        }

        void find(Batch batch, int[] found, int firstRow) {
            int count = batch.rowCount();
            if (positions.length < count) {
                positions = new long[count];
            }
            for (int k = 0; k < batchColumns.length; k++) {
                Column key = keys.get(k);
                key.clear();
                key.append(batch.column(batchColumns[k]), 0, count);
                if (converted.get(k) != key) {
                    KeyConversion.convert(key, converted.get(k));
                }
            }
            index.lookup(converted, count, positions);
            for (int i = 0; i < count; i++) {
                found[firstRow + i] = (int) positions[i];
                if (positions[i] < 0) {
                    found[firstRow + i] = hasNull(i) ? NO_KEY : DANGLING;
                }
            }
        }

        private boolean hasNull(int row) {
            for (Column key : keys) {
                if (key.isNull(row)) {
                    return true;
                }
            }
            return false;
        }
    }
}
