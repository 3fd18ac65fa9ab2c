package io.grism.exec.operator.window;

import io.grism.exec.column.Column;
import io.grism.exec.column.RowBuffer;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.operator.WindowFrame;
import io.grism.exec.operator.WindowFrame.Bound;
import io.grism.exec.operator.WindowFrame.BoundKind;
import io.grism.exec.operator.WindowFrame.Exclusion;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** The frame of every place, as at most three runs of places in order; see {@link #ranges}. */
final class FrameBounds {
    private final SortedRows sorted;
    private final Exclusion exclusion;
    private final int[] starts;
    private final int[] ends;

    FrameBounds(RowBuffer rows, SortedRows sorted, WindowSpec spec) {
        this.sorted = sorted;
        WindowFrame frame = spec.frame();
        exclusion = frame.exclusion();
        starts = new int[sorted.size()];
        ends = new int[sorted.size()];
        switch (frame.unit()) {
            case ROWS -> {
                rowBound(rows, frame.start(), 0, starts);
                rowBound(rows, frame.end(), 1, ends);
            }
            case GROUPS -> {
                groupBound(rows, frame.start(), 0, starts);
                groupBound(rows, frame.end(), 1, ends);
            }
            case RANGE -> {
                rangeBound(rows, spec, frame.start(), false, starts);
                rangeBound(rows, spec, frame.end(), true, ends);
            }
        }
        for (int i = 0; i < starts.length; i++) {
            int least = sorted.partitionStart(i);
            int most = sorted.partitionEnd(i);
            starts[i] = Math.max(least, Math.min(most, starts[i]));
            ends[i] = Math.max(starts[i], Math.min(most, ends[i]));
        }
    }

    /** First place of the frame, before exclusion. */
    int start(int place) {
        return starts[place];
    }

    /** The place after the last of the frame, before exclusion. */
    int end(int place) {
        return ends[place];
    }

    boolean excludesNothing() {
        return exclusion == Exclusion.NO_OTHERS;
    }

    /** Whether every frame is its whole partition. */
    boolean coverPartitions() {
        boolean cover = excludesNothing();
        for (int i = 0; cover && i < starts.length; i++) {
            cover = starts[i] == sorted.partitionStart(i) && ends[i] == sorted.partitionEnd(i);
        }
        return cover;
    }

    /** Whether every frame starts with its partition and ends no earlier than the frame before. */
    boolean onlyGrow() {
        boolean grow = excludesNothing();
        for (int i = 0; grow && i < starts.length; i++) {
            grow = starts[i] == sorted.partitionStart(i)
                    && (i == 0 || sorted.partition(i) != sorted.partition(i - 1) || ends[i] >= ends[i - 1]);
        }
        return grow;
    }

    /** Writes the runs of the frame as (start, end) pairs, none of them empty, ascending; returns how many. */
    int ranges(int place, int[] pairs) {
        int start = starts[place];
        int end = ends[place];
        int count = 0;
        switch (exclusion) {
            case NO_OTHERS -> count = range(start, end, pairs, count);
            case CURRENT_ROW -> {
                count = range(start, Math.min(end, place), pairs, count);
                count = range(Math.max(start, place + 1), end, pairs, count);
            }
            case GROUP -> {
                count = range(start, Math.min(end, sorted.peerStart(place)), pairs, count);
                count = range(Math.max(start, sorted.peerEnd(place)), end, pairs, count);
            }
            case TIES -> {
                count = range(start, Math.min(end, sorted.peerStart(place)), pairs, count);
                count = range(Math.max(start, place), Math.min(end, place + 1), pairs, count);
                count = range(Math.max(start, sorted.peerEnd(place)), end, pairs, count);
            }
        }
        return count;
    }

    private static int range(int start, int end, int[] pairs, int count) {
        if (start >= end) {
            return count;
        }
        pairs[2 * count] = start;
        pairs[2 * count + 1] = end;
        return count + 1;
    }

    /** {@code after} is 0 for a start and 1 for an end, which is exclusive. */
    private void rowBound(RowBuffer rows, Bound bound, int after, int[] bounds) {
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = switch (bound.kind()) {
                case UNBOUNDED_PRECEDING -> sorted.partitionStart(i);
                case UNBOUNDED_FOLLOWING -> sorted.partitionEnd(i);
                case CURRENT_ROW -> i + after;
                case PRECEDING -> i + after - offset(rows, bound, i);
                case FOLLOWING -> saturated((long) i + after + offset(rows, bound, i));
            };
        }
    }

    private void groupBound(RowBuffer rows, Bound bound, int after, int[] bounds) {
        for (int i = 0; i < bounds.length; i++) {
            int first = sorted.peer(sorted.partitionStart(i));
            int last = sorted.peer(sorted.partitionEnd(i) - 1) + 1;
            long run =
                    switch (bound.kind()) {
                        case UNBOUNDED_PRECEDING -> first;
                        case UNBOUNDED_FOLLOWING -> last;
                        case CURRENT_ROW -> sorted.peer(i) + (long) after;
                        case PRECEDING -> sorted.peer(i) + (long) after - offset(rows, bound, i);
                        case FOLLOWING -> sorted.peer(i) + (long) after + offset(rows, bound, i);
                    };
            bounds[i] = sorted.peerRunStart((int) Math.max(first, Math.min(last, run)));
        }
    }

    private void rangeBound(RowBuffer rows, WindowSpec spec, Bound bound, boolean isEnd, int[] bounds) {
        if (bound.kind() == BoundKind.PRECEDING || bound.kind() == BoundKind.FOLLOWING) {
            new RangeSearch(rows, sorted, spec, bound, isEnd).search(bounds);
            return;
        }
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = switch (bound.kind()) {
                case UNBOUNDED_PRECEDING -> sorted.partitionStart(i);
                case UNBOUNDED_FOLLOWING -> sorted.partitionEnd(i);
                default -> isEnd ? sorted.peerEnd(i) : sorted.peerStart(i);
            };
        }
    }

    private int offset(RowBuffer rows, Bound bound, int place) {
        Column column = rows.column(bound.offsetColumn());
        Object value = column.get(sorted.order()[place]);
        if (value instanceof BigDecimal decimal && decimal.signum() >= 0) {
            // fractions of a row do not count
            return decimal.setScale(0, RoundingMode.FLOOR)
                    .toBigInteger()
                    .min(BigInteger.valueOf(Integer.MAX_VALUE))
                    .intValue();
        }
        if (value instanceof Number number && !(value instanceof BigDecimal) && number.longValue() >= 0) {
            return saturated(number.longValue());
        }
        throw badOffset(value);
    }

    static GrismException badOffset(@Nullable Object value) {
        return new GrismException(
                ErrorCode.DATA_ERROR,
                "Cannot use frame offset: " + value + ". An offset is a number or interval from 0 on and not NULL");
    }

    private static int saturated(long value) {
        return (int) Math.min(Integer.MAX_VALUE, value);
    }
}
