package io.grism.exec.storage;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.BatchStream;
import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import io.grism.exec.column.LongColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Many rows of BIGINT columns. */
final class LongRows {
    private static final int BATCH = 4096;

    private LongRows() {}

    /** A stream of columns of equal length. */
    static BatchStream stream(Schema schema, BufferAllocator allocator, long[]... columns) {
        return new BatchStream() {
            private int at;

            @Override
            public Schema schema() {
                return schema;
            }

            @Override
            public @Nullable Batch next() {
                int count = Math.min(BATCH, columns[0].length - at);
                if (count == 0) {
                    return null;
                }
                List<FieldVector> vectors = new ArrayList<>();
                for (int c = 0; c < columns.length; c++) {
                    vectors.add(vector(schema.getFields().get(c), columns[c], at, count, allocator));
                }
                at += count;
                return new Batch(count, vectors);
            }

            @Override
            public void close() {
                at = columns[0].length;
            }
        };
    }

    private static BigIntVector vector(Field field, long[] values, int from, int count, BufferAllocator allocator) {
        BigIntVector vector = new BigIntVector(field, allocator);
        vector.allocateNew(count);
        for (int i = 0; i < count; i++) {
            vector.set(i, values[from + i]);
        }
        vector.setValueCount(count);
        return vector;
    }

    /** All values of a column. */
    static long[] read(TableSnapshot table, int column, BufferAllocator allocator) {
        Column values = Columns.create(table.definition().schema().getFields().get(column));
        for (Split split : table.splits(50_000)) {
            try (BatchStream scan = table.scan(split, new ScanRequest(List.of(column), null, 5000), allocator)) {
                for (Batch next = scan.next(); next != null; next = scan.next()) {
                    try (Batch batch = next) {
                        values.append(batch.column(0), 0, batch.rowCount());
                    }
                }
            }
        }
        return Arrays.copyOf(((LongColumn) values).values(), values.size());
    }

    /** A column for look-ups. */
    static Column column(Field field, long[] values) {
        Column column = Columns.create(field);
        for (long value : values) {
            column.append((Object) value);
        }
        return column;
    }
}
