package io.grism.exec.storage;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.BatchStream;
import io.grism.exec.column.VectorValues;
import io.grism.exec.test.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Rows as lists of boxed values, to and from streams of batches. */
public final class TestRows {
    private TestRows() {}

    /** A row. */
    public static List<@Nullable Object> row(@Nullable Object... values) {
        return new ArrayList<>(Arrays.asList(values));
    }

    /** A stream of the rows, in batches of at most {@code batchRows}. */
    public static BatchStream stream(
            Schema schema, List<? extends List<?>> rows, int batchRows, BufferAllocator allocator) {
        return new BatchStream() {
            private int at;

            @Override
            public Schema schema() {
                return schema;
            }

            @Override
            public @Nullable Batch next() {
                int from = at;
                int to = Math.min(rows.size(), from + batchRows);
                if (from == to) {
                    return null;
                }
                at = to;
                List<FieldVector> vectors = new ArrayList<>();
                for (int i = 0; i < schema.getFields().size(); i++) {
                    int column = i;
                    List<@Nullable Object> values = new ArrayList<>();
                    rows.subList(from, to).forEach(row -> values.add(row.get(column)));
                    vectors.add(Samples.vector(schema.getFields().get(i), values, allocator));
                }
                return new Batch(to - from, vectors);
            }

            @Override
            public void close() {
                at = rows.size();
            }
        };
    }

    /** All rows of a stream, which is closed. */
    public static List<List<@Nullable Object>> readAll(BatchStream stream) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (stream) {
            for (Batch next = stream.next(); next != null; next = stream.next()) {
                try (Batch batch = next) {
                    if (batch.rowCount() == 0) {
                        throw new AssertionError("an empty batch");
                    }
                    for (int i = 0; i < batch.rowCount(); i++) {
                        List<@Nullable Object> row = new ArrayList<>();
                        for (int c = 0; c < batch.columnCount(); c++) {
                            row.add(VectorValues.get(batch.column(c), i));
                        }
                        rows.add(row);
                    }
                }
            }
        }
        return rows;
    }

    /** Rows as text, in which equal values are equal and arrays show what they hold. */
    public static List<String> text(List<? extends List<?>> rows) {
        return rows.stream().map(TestRows::text).toList();
    }

    private static String text(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (value instanceof Object[] array) {
            return text(Arrays.asList(array));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(TestRows::text).toList().toString();
        }
        if (value instanceof java.util.Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(e -> text(e.getKey()) + "=" + text(e.getValue()))
                    .toList()
                    .toString();
        }
        return String.valueOf(value);
    }

    /** A schema of fields. */
    public static Schema schema(Field... fields) {
        return new Schema(List.of(fields));
    }
}
