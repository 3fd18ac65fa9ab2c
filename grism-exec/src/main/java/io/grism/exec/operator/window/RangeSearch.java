package io.grism.exec.operator.window;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.Column;
import io.grism.exec.column.RowBuffer;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.operator.SortKey;
import io.grism.exec.operator.WindowFrame.Bound;
import io.grism.exec.operator.WindowFrame.BoundKind;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds one bound of RANGE frames with an offset, by binary search for key plus or minus offset. Rows whose key is NULL have their peers for a frame.
 */
final class RangeSearch {
    private static final long DAY = 86_400_000L;

    private final SortedRows sorted;
    private final boolean isEnd;
    private final boolean nullsFirst;
    private final boolean descending;
    private final boolean add;
    private final Column offsets;
    private final TypeKind keyKind;
    private final TypeKind offsetKind;
    private final @Nullable Object[] keys;

    RangeSearch(RowBuffer rows, SortedRows sorted, WindowSpec spec, Bound bound, boolean isEnd) {
        this.sorted = sorted;
        this.isEnd = isEnd;
        if (spec.order().size() != 1) {
            throw new GrismException(
                    ErrorCode.INVALID_STATEMENT,
                    "Cannot use a RANGE frame with an offset and "
                            + spec.order().size() + " order keys. Order the window by one expression");
        }
        SortKey key = spec.order().get(0);
        nullsFirst = key.nullsFirst();
        descending = key.descending();
        add = (bound.kind() == BoundKind.FOLLOWING) != descending;
        offsets = rows.column(bound.offsetColumn());
        keyKind = TypeKind.of(rows.column(key.column()).field());
        offsetKind = TypeKind.of(offsets.field());
        keys = new Object[sorted.size()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = rows.column(key.column()).get(sorted.order()[i]);
            if (keys[i] != null) {
                keys[i] = comparable((Number) keys[i]);
            }
        }
    }

    void search(int[] bounds) {
        int place = 0;
        while (place < bounds.length) {
            int end = sorted.partitionEnd(place);
            int first = place;
            int last = end;
            while (first < last && nullsFirst && keys[first] == null) {
                first++;
            }
            while (first < last && !nullsFirst && keys[last - 1] == null) {
                last--;
            }
            for (; place < end; place++) {
                Object key = keys[place];
                if (key == null) {
                    bounds[place] = isEnd ? sorted.peerEnd(place) : sorted.peerStart(place);
                } else {
                    bounds[place] = find(first, last, target(key, place));
                }
            }
        }
    }

    /** The first place whose key is not before the target, or, for an end, is behind it. */
    private int find(int from, int to, Object target) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            int order = compare(keys[middle], target);
            if (order < 0 || (isEnd && order == 0)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @SuppressWarnings("unchecked")
    private int compare(@Nullable Object left, Object right) {
        int order = ((Comparable<Object>) Objects.requireNonNull(left)).compareTo(right);
        return descending ? -order : order;
    }

    /** Doubles for floating-point numbers, BigDecimal for all else; dates and times in milliseconds. */
    private Object comparable(Number key) {
        if (isFloating(keyKind) || isFloating(offsetKind)) {
            return key.doubleValue() + 0.0;
        }
        BigDecimal exact = exact(key);
        return keyKind == TypeKind.DATE ? exact.multiply(BigDecimal.valueOf(DAY)) : exact;
    }

    private Object target(Object key, int place) {
        Object offset = offsets.get(sorted.order()[place]);
        if (!(offset instanceof Number number) || number.doubleValue() < 0) {
            throw FrameBounds.badOffset(offset);
        }
        if (key instanceof Double start) {
            return add ? start + number.doubleValue() : start - number.doubleValue();
        }
        BigDecimal start = (BigDecimal) key;
        if (offsetKind == TypeKind.INTERVAL_MONTHS && keyKind != TypeKind.INTERVAL_MONTHS) {
            LocalDateTime time = LocalDateTime.ofInstant(Instant.ofEpochMilli(start.longValueExact()), ZoneOffset.UTC);
            LocalDateTime moved = time.plusMonths(add ? number.longValue() : -number.longValue());
            return BigDecimal.valueOf(moved.toInstant(ZoneOffset.UTC).toEpochMilli());
        }
        BigDecimal distance = exact(number);
        if (keyKind == TypeKind.DATE && offsetKind != TypeKind.INTERVAL_MILLIS) {
            distance = distance.multiply(BigDecimal.valueOf(DAY));
        }
        return add ? start.add(distance) : start.subtract(distance);
    }

    private static BigDecimal exact(Number number) {
        return number instanceof BigDecimal decimal ? decimal : BigDecimal.valueOf(number.longValue());
    }

    private static boolean isFloating(TypeKind kind) {
        return kind == TypeKind.REAL || kind == TypeKind.DOUBLE;
    }
}
