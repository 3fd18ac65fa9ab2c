package io.grism.exec.storage;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import io.grism.exec.column.IntColumn;
import io.grism.exec.column.LongColumn;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the values of one page.
 *
 * @param nulls how many are NULL
 * @param bounds the least value and the greatest, in a column of these two; null when all are NULL, the type has no order, or they are not kept
 * @param distinct how many different ones there are; null when the rows of the table have a sketch in which the page is counted
 */
public record PageStatistics(long nulls, @Nullable Column bounds, @Nullable DistinctSketch distinct) {
    private static final int CHUNK = 1024;

    static PageStatistics of(Column column) {
        int size = column.size();
        DistinctSketch sketch = new DistinctSketch();
        long[] hashes = new long[CHUNK];
        boolean nullable = column.hasNulls();
        long nulls = 0;
        for (int from = 0; from < size; from += CHUNK) {
            int count = Math.min(CHUNK, size - from);
            Arrays.fill(hashes, 0, count, 0L);
            column.hash(from, count, hashes);
            for (int i = 0; i < count; i++) {
                if (nullable && column.isNull(from + i)) {
                    nulls++;
                } else {
                    sketch.add(hashes[i]);
                }
            }
        }
        return new PageStatistics(
                nulls, nulls == size || !isOrdered(TypeKind.of(column.field())) ? null : bounds(column), sketch);
    }

    /** Of a column that has values besides nulls. */
    private static Column bounds(Column column) {
        int least = -1;
        int greatest = -1;
        if (column instanceof LongColumn longs && !column.hasNulls()) {
            long[] values = longs.values();
            least = 0;
            greatest = 0;
            for (int row = 1; row < column.size(); row++) {
                least = values[row] < values[least] ? row : least;
                greatest = values[row] > values[greatest] ? row : greatest;
            }
        } else if (column instanceof IntColumn ints && !column.hasNulls()) {
            int[] values = ints.values();
            least = 0;
            greatest = 0;
            for (int row = 1; row < column.size(); row++) {
                least = values[row] < values[least] ? row : least;
                greatest = values[row] > values[greatest] ? row : greatest;
            }
        } else {
            for (int row = 0; row < column.size(); row++) {
                if (column.isNull(row)) {
                    continue;
                }
                if (least < 0) {
                    least = row;
                    greatest = row;
                } else if (column.compare(row, column, least) < 0) {
                    least = row;
                } else if (column.compare(row, column, greatest) > 0) {
                    greatest = row;
                }
            }
        }
        return bounds(column, least, greatest);
    }

    private static Column bounds(Column values, int least, int greatest) {
        Column bounds = Columns.create(values.field());
        bounds.append(values, new int[] {least, greatest}, 0, 2);
        return bounds;
    }

    private static boolean isOrdered(TypeKind kind) {
        return switch (kind) {
            case ARRAY, ROW, MAP, NULL -> false;
            default -> true;
        };
    }
}
