package io.grism.exec.storage;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.Column;

/**
 * What is known of the values of one column page.
 *
 * @param least the row of the least value, or -1 when all are NULL or the type has no order
 * @param greatest the row of the greatest value, or -1
 */
record PageStatistics(long nulls, int least, int greatest, DistinctSketch distinct) {
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
            java.util.Arrays.fill(hashes, 0, count, 0L);
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
        return new PageStatistics(nulls, least, greatest, sketch);
    }

    private static boolean isOrdered(TypeKind kind) {
        return switch (kind) {
            case ARRAY, ROW, MAP, NULL -> false;
            default -> true;
        };
    }
}
