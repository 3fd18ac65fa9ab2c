package io.grism.exec.operator.aggregate;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.operator.AggregateCall;
import io.grism.exec.operator.AggregateFunction;
import io.grism.exec.operator.SortKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** Makes the accumulator of an aggregate call. */
public final class Accumulators {
    private Accumulators() {}

    /** An empty accumulator for rows of the given fields; they come through an {@link AggregateSelection} of the call. */
    public static Accumulator create(AggregateCall call, List<Field> input) {
        boolean approximate = call.function() == AggregateFunction.APPROX_COUNT_DISTINCT;
        return (call.distinct() || approximate) && distinctMatters(call) ? distinct(call, input) : plain(call, input);
    }

    /** Whether merging two states costs the same for any number of rows behind them. */
    public static boolean hasConstantState(AggregateCall call) {
        if (call.distinct() && distinctMatters(call)) {
            return false;
        }
        return switch (call.function()) {
            case LISTAGG, ARRAY_AGG, COLLECT, PERCENTILE_CONT, PERCENTILE_DISC, MODE, APPROX_COUNT_DISTINCT -> false;
            default -> true;
        };
    }

    private static boolean distinctMatters(AggregateCall call) {
        return switch (call.function()) {
            case MIN, MAX, ANY_VALUE, BOOL_AND, BOOL_OR, BIT_AND, BIT_OR, ARG_MIN, ARG_MAX -> false;
            default -> true;
        };
    }

    private static Accumulator distinct(AggregateCall call, List<Field> input) {
        List<Integer> columns = call.arguments().stream().distinct().toList();
        List<Integer> arguments = new ArrayList<>();
        for (int argument : call.arguments()) {
            arguments.add(columns.indexOf(argument));
        }
        List<SortKey> order = new ArrayList<>();
        for (SortKey key : call.order()) {
            if (!columns.contains(key.column())) {
                throw new GrismException(
                        ErrorCode.NOT_SUPPORTED,
                        "Cannot order " + call.function()
                                + "(DISTINCT …) by another expression than its argument. Order by the argument");
            }
            order.add(new SortKey(columns.indexOf(key.column()), key.descending(), key.nullsFirst()));
        }
        List<Field> fields = columns.stream().map(input::get).toList();
        AggregateFunction function =
                call.function() == AggregateFunction.APPROX_COUNT_DISTINCT ? AggregateFunction.COUNT : call.function();
        AggregateCall inner = new AggregateCall(function, arguments, false, -1, order, call.separator(), call.type());
        int[] positions = columns.stream().mapToInt(Integer::intValue).toArray();
        return new DistinctAccumulator(positions, fields, plain(inner, fields));
    }

    private static Accumulator plain(AggregateCall call, List<Field> input) {
        return switch (call.function()) {
            case COUNT, REGR_COUNT -> new CountAccumulator(call.type());
            case SUM, SUM0, AVG, AVG_OF_SUMS -> sum(call, input);
            case MIN, MAX, ANY_VALUE -> extreme(call, input);
            case BOOL_AND, BOOL_OR -> new IntegerExtremeAccumulator(call.function(), argument(call, 0), call.type());
            case BIT_AND, BIT_OR, BIT_XOR -> bits(call, input);
            case SINGLE_VALUE -> new SingleValueAccumulator(argument(call, 0), input.get(argument(call, 0)));
            case ARG_MIN, ARG_MAX ->
                new RowPickAccumulator(
                        call.function(),
                        argument(call, 0),
                        input.get(argument(call, 0)),
                        argument(call, 1),
                        input.get(argument(call, 1)));
            case VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP, COVAR_POP, COVAR_SAMP, REGR_SXX, REGR_SYY ->
                moment(call, input);
            case LISTAGG, ARRAY_AGG, COLLECT, MODE, PERCENTILE_CONT, PERCENTILE_DISC -> collecting(call, input);
            default ->
                throw new GrismException(
                        ErrorCode.NOT_SUPPORTED,
                        "Cannot use " + call.function() + " as an aggregate. It is allowed with OVER only");
        };
    }

    private static Accumulator sum(AggregateCall call, List<Field> input) {
        int column = argument(call, 0);
        Field field = input.get(column);
        int times = call.arguments().size() > 1 ? argument(call, 1) : -1;
        TypeKind kind = TypeKind.of(field);
        return switch (kind) {
            case REAL, DOUBLE -> {
                if (call.function() == AggregateFunction.AVG_OF_SUMS) {
                    throw wrongType(call, kind);
                }
                yield new DoubleSumAccumulator(call.function(), column, times, call.type());
            }
            case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL, INTERVAL_MONTHS, INTERVAL_MILLIS, NULL ->
                new ExactSumAccumulator(
                        call.function(), column, times, kind == TypeKind.DECIMAL, scale(field), call.type());
            default -> throw wrongType(call, kind);
        };
    }

    private static Accumulator extreme(AggregateCall call, List<Field> input) {
        int column = argument(call, 0);
        Field field = input.get(column);
        return switch (TypeKind.of(field)) {
            case BOOLEAN,
                    TINYINT,
                    SMALLINT,
                    INTEGER,
                    BIGINT,
                    DATE,
                    TIME,
                    TIMESTAMP,
                    TIMESTAMP_TZ,
                    INTERVAL_MONTHS,
                    INTERVAL_MILLIS -> new IntegerExtremeAccumulator(call.function(), column, call.type());
            case REAL, DOUBLE -> new DoubleExtremeAccumulator(call.function(), column, call.type());
            default -> new RowPickAccumulator(call.function(), column, field, column, field);
        };
    }

    private static Accumulator bits(AggregateCall call, List<Field> input) {
        TypeKind kind = TypeKind.of(input.get(argument(call, 0)));
        return switch (kind) {
            case TINYINT, SMALLINT, INTEGER, BIGINT, NULL ->
                new IntegerExtremeAccumulator(call.function(), argument(call, 0), call.type());
            default -> throw wrongType(call, kind);
        };
    }

    private static Accumulator moment(AggregateCall call, List<Field> input) {
        Moment moment = Moment.of(call);
        Field left = input.get(moment.left());
        Field right = input.get(moment.right());
        if (isFloating(left) || isFloating(right)) {
            return new DoubleMomentAccumulator(call.function(), moment, call.type());
        }
        boolean decimal = TypeKind.of(left) == TypeKind.DECIMAL || TypeKind.of(right) == TypeKind.DECIMAL;
        return new ExactMomentAccumulator(call.function(), moment, decimal, scale(left), scale(right), call.type());
    }

    private static Accumulator collecting(AggregateCall call, List<Field> input) {
        List<Integer> columns = new ArrayList<>();
        boolean byOrder =
                switch (call.function()) {
                    case PERCENTILE_CONT, PERCENTILE_DISC -> true;
                    case MODE -> call.arguments().isEmpty();
                    default -> false;
                };
        columns.add(byOrder ? call.order().get(0).column() : argument(call, 0));
        for (SortKey key : call.order()) {
            columns.add(key.column());
        }
        // The value of MODE orders it: equal values must stand together.
        List<SortKey> order = call.function() == AggregateFunction.MODE ? List.of() : call.order();
        if (call.function() == AggregateFunction.PERCENTILE_CONT
                || call.function() == AggregateFunction.PERCENTILE_DISC) {
            order = order.subList(0, 1);
            columns = new ArrayList<>(columns.subList(0, 2));
            columns.add(argument(call, 0));
        }
        List<Field> fields = columns.stream().map(input::get).toList();
        int[] positions = columns.stream().mapToInt(Integer::intValue).toArray();
        return switch (call.function()) {
            case LISTAGG -> new ListaggAccumulator(positions, fields, order, call.separator(), call.type());
            case MODE -> new ModeAccumulator(positions, fields, order);
            case PERCENTILE_CONT, PERCENTILE_DISC ->
                new PercentileAccumulator(call.function(), positions, fields, order, call.type());
            default -> new ArrayAccumulator(positions, fields, order, call.type());
        };
    }

    private static int argument(AggregateCall call, int index) {
        return call.arguments().get(index);
    }

    private static boolean isFloating(Field field) {
        TypeKind kind = TypeKind.of(field);
        return kind == TypeKind.REAL || kind == TypeKind.DOUBLE;
    }

    private static int scale(Field field) {
        return field.getType() instanceof ArrowType.Decimal decimal ? decimal.getScale() : 0;
    }

    private static GrismException wrongType(AggregateCall call, TypeKind kind) {
        return new GrismException(
                ErrorCode.TYPE_MISMATCH,
                "Cannot compute " + call.function() + " of type " + kind + ". Numbers are allowed");
    }
}
