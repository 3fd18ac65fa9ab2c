package io.grism.exec.operator.window;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import io.grism.exec.column.RowBuffer;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.operator.AggregateCall;
import io.grism.exec.operator.AggregateFunction;
import java.math.BigDecimal;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** The functions that take the value of another row: LAG and LEAD by distance in the partition; FIRST_VALUE, LAST_VALUE and NTH_VALUE in the frame. */
final class ValuePick {
    private static final int NONE = -1;
    private static final int NULL_OFFSET = -2;

    private final RowBuffer rows;
    private final SortedRows sorted;
    private final FrameBounds frames;
    private final int[] pairs = new int[6];

    ValuePick(RowBuffer rows, SortedRows sorted, FrameBounds frames) {
        this.rows = rows;
        this.sorted = sorted;
        this.frames = frames;
    }

    Column compute(AggregateCall call) {
        Column values = rows.column(call.arguments().get(0));
        int n = sorted.size();
        boolean byDistance = call.function() == AggregateFunction.LAG || call.function() == AggregateFunction.LEAD;
        Column picked = values;
        int missing = NONE;
        if (byDistance && call.arguments().size() > 2) {
            picked = Columns.create(call.type());
            appendConverted(values, picked);
            appendConverted(rows.column(call.arguments().get(2)), picked);
            missing = n;
        } else if (!values.field().getType().equals(call.type().getType())) {
            picked = Columns.create(call.type());
            appendConverted(values, picked);
        }
        int[] source = new int[n];
        for (int i = 0; i < n; i++) {
            int place = byDistance ? distant(call, i) : framed(call, i);
            int row = sorted.order()[i];
            source[i] = place >= 0 ? sorted.order()[place] : missing < 0 || place == NULL_OFFSET ? NONE : missing + row;
        }
        Column result = Columns.create(call.type());
        result.append(picked, source, 0, n);
        return result;
    }

    private int distant(AggregateCall call, int place) {
        long distance = 1;
        if (call.arguments().size() > 1) {
            Object value = rows.column(call.arguments().get(1)).get(sorted.order()[place]);
            if (value == null) {
                return NULL_OFFSET;
            }
            distance = ((Number) value).longValue();
        }
        long target = call.function() == AggregateFunction.LAG ? place - distance : place + distance;
        return target >= sorted.partitionStart(place) && target < sorted.partitionEnd(place) ? (int) target : NONE;
    }

    private int framed(AggregateCall call, int place) {
        int count = frames.ranges(place, pairs);
        if (count == 0) {
            return NONE;
        }
        if (call.function() == AggregateFunction.LAST_VALUE) {
            return pairs[2 * count - 1] - 1;
        }
        long left = call.function() == AggregateFunction.FIRST_VALUE ? 0 : nth(call, place) - 1;
        for (int i = 0; i < count; i++) {
            int size = pairs[2 * i + 1] - pairs[2 * i];
            if (left < size) {
                return pairs[2 * i] + (int) left;
            }
            left -= size;
        }
        return NONE;
    }

    private long nth(AggregateCall call, int place) {
        Object value = rows.column(call.arguments().get(1)).get(sorted.order()[place]);
        if (!(value instanceof Number number) || number.longValue() < 1) {
            throw new GrismException(
                    ErrorCode.DATA_ERROR, "Cannot compute NTH_VALUE at " + value + ". The position is 1 or more");
        }
        return number.longValue();
    }

    private static void appendConverted(Column from, Column to) {
        if (from.field().getType().equals(to.field().getType())) {
            to.append(from, 0, from.size());
        } else {
            for (int i = 0; i < from.size(); i++) {
                to.append(convert(from.get(i), to.field(), from.field()));
            }
        }
    }

    private static @Nullable Object convert(@Nullable Object value, Field to, Field from) {
        if (value == null) {
            return null;
        }
        try {
            if (value instanceof Number number) {
                BigDecimal exact = new BigDecimal(number.toString());
                switch (TypeKind.of(to)) {
                    case TINYINT:
                        return exact.byteValueExact();
                    case SMALLINT:
                        return exact.shortValueExact();
                    case INTEGER:
                        return exact.intValueExact();
                    case BIGINT:
                        return exact.longValueExact();
                    case REAL:
                        return exact.floatValue();
                    case DOUBLE:
                        return exact.doubleValue();
                    case DECIMAL:
                        return exact.setScale(((ArrowType.Decimal) to.getType()).getScale());
                    default:
                        break;
                }
            }
        } catch (ArithmeticException e) {
            throw new GrismException(
                    ErrorCode.NUMERIC_OVERFLOW,
                    "Cannot use " + value + " as " + TypeKind.of(to) + ". Cast the first argument to a wider type",
                    e);
        }
        throw new GrismException(
                ErrorCode.TYPE_MISMATCH,
                "Cannot use a value of type " + TypeKind.of(from) + " as " + TypeKind.of(to) + ". Cast it");
    }
}
