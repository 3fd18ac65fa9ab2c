package io.grism.exec.operator.aggregate;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.operator.AggregateCall;
import io.grism.exec.operator.AggregateFunction;
import io.grism.exec.operator.SortKey;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BinaryOperator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/** The slow twin of the accumulators: one aggregate over a list of rows of boxed values, as the definition says. */
public final class NaiveAggregate {
    private NaiveAggregate() {}

    public static @Nullable Object compute(AggregateCall call, List<List<@Nullable Object>> input) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (List<@Nullable Object> row : input) {
            if (call.filter() < 0 || Boolean.TRUE.equals(row.get(call.filter()))) {
                rows.add(row);
            }
        }
        rows = skipNulls(call, rows);
        if (call.distinct() || call.function() == AggregateFunction.APPROX_COUNT_DISTINCT) {
            rows = distinct(call, rows);
        }
        AggregateFunction f = call.function();
        if (call.arguments().size() == 2
                && (f == AggregateFunction.SUM || f == AggregateFunction.SUM0 || f == AggregateFunction.AVG)) {
            int times = call.arguments().get(1);
            rows = rows.stream()
                    .flatMap(row ->
                            Collections.nCopies(((Long) Objects.requireNonNull(row.get(times))).intValue(), row)
                                    .stream())
                    .toList();
        }
        if (f == AggregateFunction.AVG_OF_SUMS) {
            return averageOfSums(call, rows);
        }
        if (f == AggregateFunction.COUNT
                || f == AggregateFunction.APPROX_COUNT_DISTINCT
                || f == AggregateFunction.REGR_COUNT) {
            return (long) rows.size();
        }
        if (rows.isEmpty()) {
            return f == AggregateFunction.SUM0 ? cast(call, BigDecimal.ZERO) : null;
        }
        int argument = call.arguments().isEmpty() ? -1 : call.arguments().get(0);
        List<@Nullable Object> values = argument < 0 ? List.of() : column(rows, argument);
        return switch (f) {
            case SUM, SUM0 -> sum(call, values);
            case AVG -> average(call, values);
            case MIN, ANY_VALUE, BOOL_AND ->
                values.stream().min(NaiveAggregate::compare).orElseThrow();
            case MAX, BOOL_OR -> values.stream().max(NaiveAggregate::compare).orElseThrow();
            case BIT_AND -> bits(call, values, (a, b) -> a & b);
            case BIT_OR -> bits(call, values, (a, b) -> a | b);
            case BIT_XOR -> bits(call, values, (a, b) -> a ^ b);
            case ARG_MIN -> argument(rows, call, 1);
            case ARG_MAX -> argument(rows, call, -1);
            case LISTAGG ->
                String.join(
                        call.separator(),
                        ordered(call, rows).stream().map(Object::toString).toList());
            case ARRAY_AGG, COLLECT -> ordered(call, rows);
            case MODE -> mode(values);
            case PERCENTILE_DISC, PERCENTILE_CONT -> percentile(call, rows);
            default -> moment(call, rows);
        };
    }

    private static List<List<@Nullable Object>> skipNulls(AggregateCall call, List<List<@Nullable Object>> rows) {
        List<Integer> columns =
                switch (call.function()) {
                    case ARRAY_AGG, COLLECT, SINGLE_VALUE -> List.of();
                    case ARG_MIN, ARG_MAX -> List.of(call.arguments().get(1));
                    case PERCENTILE_CONT, PERCENTILE_DISC ->
                        List.of(call.order().get(0).column());
                    default -> call.arguments();
                };
        return rows.stream()
                .filter(row -> columns.stream().allMatch(column -> row.get(column) != null))
                .toList();
    }

    private static List<List<@Nullable Object>> distinct(AggregateCall call, List<List<@Nullable Object>> rows) {
        Map<List<@Nullable Object>, List<@Nullable Object>> seen = new LinkedHashMap<>();
        for (List<@Nullable Object> row : rows) {
            List<@Nullable Object> key = new ArrayList<>();
            call.arguments().forEach(column -> key.add(BreakerHarness.canonical(row.get(column))));
            seen.putIfAbsent(key, row);
        }
        return new ArrayList<>(seen.values());
    }

    private static List<@Nullable Object> column(List<List<@Nullable Object>> rows, int column) {
        List<@Nullable Object> values = new ArrayList<>();
        rows.forEach(row -> values.add(row.get(column)));
        return values;
    }

    private static Object sum(AggregateCall call, List<@Nullable Object> values) {
        Double special = special(values);
        if (special != null) {
            return TypeKind.of(call.type()) == TypeKind.REAL ? (Object) special.floatValue() : special;
        }
        BigDecimal sum = BigDecimal.ZERO;
        for (Object value : values) {
            sum = sum.add(exact(value));
        }
        return cast(call, sum);
    }

    private static @Nullable Object averageOfSums(AggregateCall call, List<List<@Nullable Object>> rows) {
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal count = BigDecimal.ZERO;
        for (List<@Nullable Object> row : rows) {
            sum = sum.add(exact(row.get(call.arguments().get(0))));
            count = count.add(exact(row.get(call.arguments().get(1))));
        }
        int scale = call.type().getType() instanceof ArrowType.Decimal decimal ? decimal.getScale() : 0;
        return rows.isEmpty() ? null : cast(call, sum.divide(count, scale, RoundingMode.HALF_UP));
    }

    private static Object average(AggregateCall call, List<@Nullable Object> values) {
        if (values.get(0) instanceof Double || values.get(0) instanceof Float) {
            Double special = special(values);
            double sum = special != null
                    ? special
                    : values.stream()
                            .map(NaiveAggregate::exact)
                            .reduce(BigDecimal.ZERO, BigDecimal::add)
                            .doubleValue();
            return sum / values.size();
        }
        BigDecimal sum = values.stream().map(NaiveAggregate::exact).reduce(BigDecimal.ZERO, BigDecimal::add);
        int scale = call.type().getType() instanceof ArrowType.Decimal decimal ? decimal.getScale() : 0;
        return cast(call, sum.divide(BigDecimal.valueOf(values.size()), scale, RoundingMode.HALF_UP));
    }

    private static @Nullable Double special(List<@Nullable Object> values) {
        if (!(values.get(0) instanceof Double) && !(values.get(0) instanceof Float)) {
            return null;
        }
        double sum = 0;
        boolean found = false;
        for (Object value : values) {
            double number = ((Number) Objects.requireNonNull(value)).doubleValue();
            if (!Double.isFinite(number)) {
                found = true;
                sum += number;
            }
        }
        return found ? sum : null;
    }

    private static Object bits(AggregateCall call, List<@Nullable Object> values, BinaryOperator<Long> operator) {
        long bits = values.stream()
                .map(value -> ((Number) Objects.requireNonNull(value)).longValue())
                .reduce(operator)
                .orElseThrow();
        return cast(call, BigDecimal.valueOf(bits));
    }

    private static @Nullable Object argument(List<List<@Nullable Object>> rows, AggregateCall call, int sign) {
        Comparator<List<@Nullable Object>> byKey =
                Comparator.comparing(row -> row.get(call.arguments().get(1)), NaiveAggregate::compare);
        Comparator<List<@Nullable Object>> byValue =
                Comparator.comparing(row -> row.get(call.arguments().get(0)), nullsLast());
        return rows.stream()
                .min((sign > 0 ? byKey : byKey.reversed()).thenComparing(byValue))
                .orElseThrow()
                .get(call.arguments().get(0));
    }

    private static List<@Nullable Object> ordered(AggregateCall call, List<List<@Nullable Object>> rows) {
        List<List<@Nullable Object>> sorted = new ArrayList<>(rows);
        sorted.sort(order(call.order())
                .thenComparing(row -> row.get(call.arguments().get(0)), nullsLast()));
        List<@Nullable Object> values = new ArrayList<>();
        sorted.forEach(row ->
                values.add(BreakerHarness.canonical(row.get(call.arguments().get(0)))));
        return values;
    }

    /** The order of rows by keys. */
    public static Comparator<List<@Nullable Object>> order(List<SortKey> keys) {
        Comparator<List<@Nullable Object>> order = (unusedLeft, unusedRight) -> 0;
        for (SortKey key : keys) {
            Comparator<@Nullable Object> values = NaiveAggregate::compare;
            if (key.descending()) {
                values = values.reversed();
            }
            Comparator<@Nullable Object> nulls =
                    key.nullsFirst() ? Comparator.nullsFirst(values) : Comparator.nullsLast(values);
            order = order.thenComparing(row -> row.get(key.column()), nulls);
        }
        return order;
    }

    private static Comparator<@Nullable Object> nullsLast() {
        return Comparator.nullsLast(NaiveAggregate::compare);
    }

    private static Object mode(List<@Nullable Object> values) {
        Map<Object, Integer> counts = new LinkedHashMap<>();
        values.forEach(value -> counts.merge(Objects.requireNonNull(BreakerHarness.canonical(value)), 1, Integer::sum));
        return counts.entrySet().stream()
                .min(Map.Entry.<Object, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey(NaiveAggregate::compare)))
                .orElseThrow()
                .getKey();
    }

    private static Object percentile(AggregateCall call, List<List<@Nullable Object>> rows) {
        int key = call.order().get(0).column();
        List<List<@Nullable Object>> sorted = new ArrayList<>(rows);
        sorted.sort(order(call.order()));
        BigDecimal fraction = exact(sorted.get(0).get(call.arguments().get(0)));
        int n = sorted.size();
        if (call.function() == AggregateFunction.PERCENTILE_DISC) {
            for (int i = 0; i < n; i++) {
                if (BigDecimal.valueOf(i + 1).compareTo(fraction.multiply(BigDecimal.valueOf(n))) >= 0) {
                    return Objects.requireNonNull(sorted.get(i).get(key));
                }
            }
            throw new AssertionError();
        }
        BigDecimal at = fraction.multiply(BigDecimal.valueOf(n - 1));
        int below = at.intValue();
        BigDecimal low = exact(sorted.get(below).get(key));
        BigDecimal high = exact(sorted.get(Math.min(n - 1, below + 1)).get(key));
        return cast(call, low.add(high.subtract(low).multiply(at.subtract(BigDecimal.valueOf(below)))));
    }

    private static @Nullable Object moment(AggregateCall call, List<List<@Nullable Object>> rows) {
        List<Integer> a = call.arguments();
        int left = call.function() == AggregateFunction.REGR_SXX ? a.get(1) : a.get(0);
        boolean covariance =
                call.function() == AggregateFunction.COVAR_POP || call.function() == AggregateFunction.COVAR_SAMP;
        int right = covariance ? a.get(1) : left;
        int n = rows.size();
        if (n == 1 && call.function().name().endsWith("_SAMP")) {
            return null;
        }
        BigDecimal x = BigDecimal.ZERO;
        BigDecimal y = BigDecimal.ZERO;
        for (List<@Nullable Object> row : rows) {
            if (!finite(row.get(left)) || !finite(row.get(right))) {
                return Double.NaN;
            }
            x = x.add(exact(row.get(left)));
            y = y.add(exact(row.get(right)));
        }
        MathContext precise = new MathContext(900);
        BigDecimal count = BigDecimal.valueOf(n);
        BigDecimal sum = BigDecimal.ZERO;
        // n times the distance from the mean: exact, and short where the mean is not
        for (List<@Nullable Object> row : rows) {
            BigDecimal dx = exact(row.get(left)).multiply(count).subtract(x);
            BigDecimal dy =
                    left == right ? dx : exact(row.get(right)).multiply(count).subtract(y);
            sum = sum.add(dx.multiply(dy));
        }
        sum = sum.divide(count.multiply(count), precise);
        switch (call.function()) {
            case REGR_SXX, REGR_SYY -> {}
            case VAR_SAMP, STDDEV_SAMP, COVAR_SAMP -> sum = sum.divide(BigDecimal.valueOf(n - 1), precise);
            default -> sum = sum.divide(count, precise);
        }
        MathContext rounding = new MathContext(120);
        boolean root =
                call.function() == AggregateFunction.STDDEV_POP || call.function() == AggregateFunction.STDDEV_SAMP;
        return (root ? sum.round(rounding).sqrt(rounding) : sum).doubleValue();
    }

    private static boolean finite(@Nullable Object value) {
        return Double.isFinite(((Number) Objects.requireNonNull(value)).doubleValue());
    }

    private static BigDecimal exact(@Nullable Object value) {
        Number number = (Number) Objects.requireNonNull(value);
        if (number instanceof BigDecimal decimal) {
            return decimal;
        }
        return number instanceof Double || number instanceof Float
                ? new BigDecimal(number.doubleValue())
                : BigDecimal.valueOf(number.longValue());
    }

    private static Object cast(AggregateCall call, BigDecimal value) {
        return switch (TypeKind.of(call.type())) {
            case TINYINT -> value.byteValueExact();
            case SMALLINT -> value.shortValueExact();
            case INTEGER, DATE, INTERVAL_MONTHS ->
                value.setScale(0, RoundingMode.HALF_UP).intValueExact();
            case BIGINT, INTERVAL_MILLIS ->
                value.setScale(0, RoundingMode.HALF_UP).longValueExact();
            case REAL -> value.floatValue();
            case DOUBLE -> value.doubleValue();
            default -> {
                ArrowType.Decimal type = (ArrowType.Decimal) call.type().getType();
                BigDecimal scaled = value.setScale(type.getScale(), RoundingMode.HALF_UP);
                if (scaled.unscaledValue().abs().compareTo(BigInteger.TEN.pow(type.getPrecision())) >= 0) {
                    throw new ArithmeticException("overflow");
                }
                yield scaled;
            }
        };
    }

    /** SQL's order of two boxed values that are not null. */
    @SuppressWarnings("unchecked")
    public static int compare(@Nullable Object left, @Nullable Object right) {
        if (left instanceof byte[] bytes) {
            return Arrays.compareUnsigned(bytes, (byte[]) Objects.requireNonNull(right));
        }
        if (left instanceof UUID uuid) {
            return uuid.toString().compareTo(Objects.requireNonNull(right).toString());
        }
        if (left instanceof String text) {
            int[] a = text.codePoints().toArray();
            int[] b = ((String) Objects.requireNonNull(right)).codePoints().toArray();
            return Arrays.compare(a, b);
        }
        Object first = Objects.requireNonNull(BreakerHarness.canonical(left));
        Object second = Objects.requireNonNull(BreakerHarness.canonical(right));
        return ((Comparable<Object>) first).compareTo(second);
    }
}
