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
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
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

    /** Per reference and row of the table, from a row on, the row position in the target, or {@link #DANGLING}, or {@link #NO_KEY}. */
    static int[][] find(TableSnapshot table, int firstRow, List<Reference> references, BufferAllocator allocator) {
        int rows = EdgeEnds.rowCount(table);
        int[][] found = new int[references.size()][rows - firstRow];
        List<Integer> columns = columns(references);
        if (columns.isEmpty() || firstRow == rows) {
            return found;
        }
        Lookup[] lookups = lookups(table, references, columns);
        ScanRequest request = new ScanRequest(columns, null, Batch.TARGET_ROWS);
        for (Split split : table.splits(SPLIT_ROWS)) {
            if (split.firstRow() + split.rowCount() > firstRow) {
                find(table, split, request, firstRow, lookups, found, allocator);
            }
        }
        return found;
    }

    private static void find(
            TableSnapshot table,
            Split split,
            ScanRequest request,
            int firstRow,
            Lookup[] lookups,
            int[][] found,
            BufferAllocator allocator) {
        int row = Math.toIntExact(split.firstRow());
        try (BatchStream stream = table.scan(split, request, allocator)) {
            Batch next;
            while ((next = stream.next()) != null) {
                try (Batch batch = next) {
                    int end = row + batch.rowCount();
                    for (int r = 0; r < lookups.length && end > firstRow; r++) {
                        lookups[r].find(batch, found[r], row - firstRow);
                    }
                    row = end;
                }
            }
        }
    }

    /** What one reference of some rows finds, as {@link #find}. */
    static int[] findRows(TableSnapshot table, long[] rows, Reference reference, BufferAllocator allocator) {
        int[] found = new int[rows.length];
        Lookup[] lookups = lookups(table, List.of(reference), reference.columns);
        for (int from = 0; from < rows.length; from += Batch.TARGET_ROWS) {
            long[] some = Arrays.copyOfRange(rows, from, Math.min(rows.length, from + Batch.TARGET_ROWS));
            List<FieldVector> vectors = new ArrayList<>();
            try {
                for (int column : reference.columns) {
                    vectors.add(table.gather(column, some, some.length, allocator));
                }
                lookups[0].find(new Batch(some.length, vectors), found, from);
            } finally {
                vectors.forEach(FieldVector::close);
            }
        }
        return found;
    }

    private static List<Integer> columns(List<Reference> references) {
        TreeSet<Integer> columns = new TreeSet<>();
        references.forEach(reference -> columns.addAll(reference.columns));
        return List.copyOf(columns);
    }

    private static Lookup[] lookups(TableSnapshot table, List<Reference> references, List<Integer> columns) {
        return references.stream()
                .map(reference -> new Lookup(reference, columns, table))
                .toArray(Lookup[]::new);
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

        /** {@code firstRow} is where the first row of the batch belongs; rows before 0 are left out. */
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
            for (int i = Math.max(0, -firstRow); i < count; i++) {
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
