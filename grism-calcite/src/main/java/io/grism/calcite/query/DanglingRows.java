package io.grism.calcite.query;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.BatchStream;
import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import io.grism.exec.storage.KeyIndex;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.TableDefinition;
import io.grism.exec.storage.TableSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Leaves out rows of a load that refer to rows which do not exist, and counts them. References of a table to itself are left to the store. */
final class DanglingRows {
    private final TableDefinition table;
    private final BufferAllocator allocator;
    private final List<TableDefinition.ForeignKey> keys = new ArrayList<>();
    private final List<KeyIndex> targets = new ArrayList<>();
    private long skipped;

    DanglingRows(TableDefinition table, Snapshot view, BufferAllocator allocator) {
        this.table = table;
        this.allocator = allocator;
        for (TableDefinition.ForeignKey key : table.foreignKeys()) {
            TableSnapshot target = view.table(key.references());
            if (target != null && !key.references().equals(table.name())) {
                keys.add(key);
                targets.add(target.keyIndex(key.referencedColumns()));
            }
        }
    }

    long skipped() {
        return skipped;
    }

    String references() {
        return new TreeSet<>(keys.stream()
                        .map(TableDefinition.ForeignKey::references)
                        .toList())
                .stream().map(ObjectName::toString).collect(Collectors.joining(" and "));
    }

    /** The rows without those; owns the stream. */
    BatchStream skip(BatchStream rows) {
        return new BatchStream() {
            @Override
            public Schema schema() {
                return table.schema();
            }

            @Override
            public @Nullable Batch next() {
                for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
                    Batch kept = keep(batch);
                    if (kept != null) {
                        return kept;
                    }
                }
                return null;
            }

            @Override
            public void close() {
                rows.close();
            }
        };
    }

    private @Nullable Batch keep(Batch batch) {
        int count = batch.rowCount();
        boolean[] dangling = new boolean[count];
        for (int k = 0; k < keys.size(); k++) {
            mark(batch, keys.get(k), targets.get(k), dangling);
        }
        int[] rows = new int[count];
        int kept = 0;
        for (int row = 0; row < count; row++) {
            if (!dangling[row]) {
                rows[kept++] = row;
            }
        }
        if (kept == count) {
            return batch;
        }
        skipped += count - kept;
        try (batch) {
            return kept == 0 ? null : select(batch, rows, kept);
        }
    }

    private static void mark(Batch batch, TableDefinition.ForeignKey key, KeyIndex target, boolean[] dangling) {
        int count = batch.rowCount();
        List<Column> values = new ArrayList<>();
        for (int column : key.columns()) {
            values.add(copy(batch.column(column), count));
        }
        long[] positions = new long[count];
        Arrays.fill(positions, -1);
        target.lookup(values, count, positions);
        for (int row = 0; row < count; row++) {
            if (positions[row] < 0) {
                int at = row;
                dangling[row] |= values.stream().noneMatch(value -> value.isNull(at));
            }
        }
    }

    private Batch select(Batch batch, int[] rows, int kept) {
        List<FieldVector> columns = new ArrayList<>();
        for (int i = 0; i < batch.columnCount(); i++) {
            columns.add(copy(batch.column(i), batch.rowCount()).gather(rows, 0, kept, allocator));
        }
        return new Batch(kept, columns);
    }

    private static Column copy(FieldVector vector, int count) {
        Column column = Columns.create(vector.getField());
        column.append(vector, 0, count);
        return column;
    }
}
