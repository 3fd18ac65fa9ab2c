package io.grism.exec.stage;

import io.grism.exec.column.RowBuffer;
import io.grism.exec.operator.RowOrder;
import io.grism.exec.operator.SortKey;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.Schema;

/** The least keys of all ranges but the first, taken from a sample of the rows. Equal keys are in one range. Thread-safe. */
public final class RangeBorders {
    private static final int SAMPLES_PER_RANGE = 64;

    private final RowOrder order;
    private final RowBuffer borders;

    private RangeBorders(RowOrder order, RowBuffer borders) {
        this.order = order;
        this.borders = borders;
    }

    /** Borders between ranges that hold about as many rows each. */
    static RangeBorders choose(List<RowBuffer> all, Schema schema, List<SortKey> keys, int ranges) {
        RowBuffer sample = sample(all, schema, ranges);
        return of(borders(List.of(sample), new long[] {sample.size()}, schema, keys, ranges), keys);
    }

    /** The borders between ranges, each a row. */
    public static RangeBorders of(RowBuffer borders, List<SortKey> keys) {
        return new RangeBorders(new RowOrder(keys), borders);
    }

    /** So many rows that borders can be chosen from them, evenly out of all. */
    public static RowBuffer sample(List<RowBuffer> all, Schema schema, int ranges) {
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
        return sample;
    }

    /**
     * Chooses the borders between ranges that hold about as many rows each.
     *
     * @param samples of parts of the rows
     * @param sizes of those parts, in one unit
     */
    public static RowBuffer borders(
            List<RowBuffer> samples, long[] sizes, Schema schema, List<SortKey> keys, int ranges) {
        RowBuffer all = new RowBuffer(schema);
        int count = samples.stream().mapToInt(RowBuffer::size).sum();
        double[] weights = new double[count];
        for (int i = 0; i < samples.size(); i++) {
            RowBuffer sample = samples.get(i);
            Arrays.fill(
                    weights, all.size(), all.size() + sample.size(), (double) sizes[i] / Math.max(1, sample.size()));
            all.append(sample, 0, sample.size());
        }
        RowOrder order = new RowOrder(keys);
        int[] sorted = IntStream.range(0, count)
                .boxed()
                .sorted((a, b) -> order.compare(all, a, all, b))
                .mapToInt(Integer::intValue)
                .toArray();
        double total = Arrays.stream(weights).sum();
        double before = 0;
        RowBuffer borders = new RowBuffer(schema);
        for (int row : sorted) {
            while (borders.size() < ranges - 1 && before + weights[row] > total * (borders.size() + 1) / ranges) {
                borders.append(all, row, 1);
            }
            before += weights[row];
        }
        return borders;
    }

    /** The range of a row: the number of borders that do not come after it. */
    int find(RowBuffer rows, int row) {
        int from = 0;
        int to = borders.size();
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (order.compare(borders, middle, rows, row) <= 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }
}
