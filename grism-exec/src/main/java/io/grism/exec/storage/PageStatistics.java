package io.grism.exec.storage;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
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
        boolean ordered = isOrdered(TypeKind.of(column.field()));
        DistinctSketch sketch = new DistinctSketch();
        long[] hashes = new long[CHUNK];
        long nulls = 0;
        int least = -1;
        int greatest = -1;
        for (int from = 0; from < size; from += CHUNK) {
            int count = Math.min(CHUNK, size - from);
            Arrays.fill(hashes, 0, count, 0L);
            column.hash(from, count, hashes);
            for (int i = 0; i < count; i++) {
                int row = from + i;
                if (column.isNull(row)) {
                    nulls++;
                    continue;
                }
                sketch.add(hashes[i]);
                if (ordered) {
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
        }
        return new PageStatistics(nulls, least < 0 ? null : bounds(column, least, greatest), sketch);
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
