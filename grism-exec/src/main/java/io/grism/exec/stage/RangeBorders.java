package io.grism.exec.stage;

import io.grism.exec.column.RowBuffer;
import io.grism.exec.operator.RowOrder;
import io.grism.exec.operator.SortKey;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.Schema;

/** The least keys of all ranges but the first, taken from a sample of the rows. Equal keys are in one range. Thread-safe. */
final class RangeBorders {
    private static final int SAMPLES_PER_RANGE = 64;

    private final RowOrder order;
    private final RowBuffer sample;
    /** Rows of the sample, ascending. */
    private final int[] borders;

    private RangeBorders(RowOrder order, RowBuffer sample, int[] borders) {
        this.order = order;
        this.sample = sample;
        this.borders = borders;
    }

    /** Borders between ranges that hold about as many rows each. */
    static RangeBorders choose(List<RowBuffer> all, Schema schema, List<SortKey> keys, int ranges) {
        long rows = all.stream().mapToLong(RowBuffer::size).sum();
        long step = Math.max(1, rows / ((long) SAMPLES_PER_RANGE * ranges));
        RowBuffer sample = new RowBuffer(schema);
        long next = step / 2;
        long base = 0;
        for (RowBuffer buffer : all) {
            for (; next < base + buffer.size(); next += step) {
                sample.append(buffer, (int) (next - base), 1);
            }
            base += buffer.size();
        }
        RowOrder order = new RowOrder(keys);
        int[] sorted = IntStream.range(0, sample.size())
                .boxed()
                .sorted((a, b) -> order.compare(sample, a, sample, b))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] borders = IntStream.range(1, sorted.length == 0 ? 1 : ranges)
                .map(range -> sorted[(int) ((long) range * sorted.length / ranges)])
                .toArray();
        return new RangeBorders(order, sample, borders);
    }

    /** The range of a row: the number of borders that do not come after it. */
    int find(RowBuffer rows, int row) {
        int from = 0;
        int to = borders.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (order.compare(sample, borders[middle], rows, row) <= 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }
}
