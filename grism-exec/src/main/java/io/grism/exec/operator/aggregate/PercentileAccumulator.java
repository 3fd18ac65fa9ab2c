package io.grism.exec.operator.aggregate;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.operator.AggregateFunction;
import io.grism.exec.operator.SortKey;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * PERCENTILE_DISC: the first value at or beyond a fraction of the group. PERCENTILE_CONT: interpolated between the two values around it, exact for exact types.
 * Columns: the value, the value as order key, the fraction.
 */
final class PercentileAccumulator extends CollectingAccumulator {
    private final AggregateFunction function;
    private final Field type;

    PercentileAccumulator(
            AggregateFunction function, int[] inputs, List<Field> fields, List<SortKey> order, Field type) {
        super(inputs, fields, order);
        this.function = function;
        this.type = type;
    }

    @Override
    FieldVector orderedResult(int from, int count, BufferAllocator allocator) {
        if (function == AggregateFunction.PERCENTILE_CONT) {
            return continuous(from, count, allocator);
        }
        int[] picked = new int[count];
        for (int i = 0; i < count; i++) {
            int start = start(from + i);
            int values = end(from + i) - start;
            int rank = values == 0
                    ? -1
                    : fraction(row(start))
                            .multiply(BigDecimal.valueOf(values))
                            .setScale(0, RoundingMode.CEILING)
                            .intValueExact();
            picked[i] = values == 0 ? -1 : row(start + Math.max(0, rank - 1));
        }
        return column(0).gather(picked, 0, count, allocator);
    }

    private FieldVector continuous(int from, int count, BufferAllocator allocator) {
        Results results = new Results(type, function.name(), count, allocator);
        try {
            for (int i = 0; i < count; i++) {
                int start = start(from + i);
                int values = end(from + i) - start;
                if (values > 0) {
                    BigDecimal at = fraction(row(start)).multiply(BigDecimal.valueOf(values - 1L));
                    int below = at.intValue();
                    BigDecimal part = at.subtract(BigDecimal.valueOf(below));
                    int above = part.signum() == 0 ? below : below + 1;
                    interpolate(row(start + below), row(start + above), part, results, i);
                }
            }
            return results.finish();
        } catch (Throwable e) {
            results.discard();
            throw e;
        }
    }

    private void interpolate(int low, int high, BigDecimal part, Results results, int row) {
        Number left = number(low);
        Number right = number(high);
        if (left instanceof Double || left instanceof Float) {
            double start = left.doubleValue();
            double end = right.doubleValue();
            results.set(row, start == end ? start : start + (end - start) * part.doubleValue());
        } else {
            BigDecimal start = exact(left);
            results.set(row, start.add(exact(right).subtract(start).multiply(part)));
        }
    }

    private Number number(int row) {
        if (Objects.requireNonNull(column(0).get(row)) instanceof Number number) {
            return number;
        }
        throw new GrismException(
                ErrorCode.TYPE_MISMATCH,
                "Cannot compute PERCENTILE_CONT of type " + TypeKind.of(type)
                        + ". Numbers, dates and times are allowed; PERCENTILE_DISC takes any ordered type");
    }

    private static BigDecimal exact(Number number) {
        return number instanceof BigDecimal decimal ? decimal : BigDecimal.valueOf(number.longValue());
    }

    private BigDecimal fraction(int row) {
        Object value = column(2).get(row);
        BigDecimal fraction = null;
        if (value instanceof Double || value instanceof Float) {
            double inexact = ((Number) value).doubleValue();
            fraction = Double.isFinite(inexact) ? new BigDecimal(inexact) : null;
        } else if (value instanceof Number number) {
            fraction = exact(number);
        }
        if (fraction == null || fraction.signum() < 0 || fraction.compareTo(BigDecimal.ONE) > 0) {
            throw new GrismException(
                    ErrorCode.DATA_ERROR,
                    "Cannot compute " + function + " at fraction " + value + ". A fraction is from 0 to 1");
        }
        return fraction;
    }
}
