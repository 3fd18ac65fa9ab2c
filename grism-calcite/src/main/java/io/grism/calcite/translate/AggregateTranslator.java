package io.grism.calcite.translate;

import io.grism.calcite.type.ArrowTypes;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.operator.AggregateCall;
import io.grism.exec.operator.AggregateFunction;
import io.grism.exec.operator.SortKey;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.core.Window;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/**
 * From Calcite's aggregate calls to executable ones. GROUPING and its kin, LITERAL_AGG and windows' constants are the caller's to turn
 * into columns.
 */
public final class AggregateTranslator {
    private static final Set<AggregateFunction> KEEP_NULLS = EnumSet.of(
            AggregateFunction.ARRAY_AGG,
            AggregateFunction.COLLECT,
            AggregateFunction.LAG,
            AggregateFunction.LEAD,
            AggregateFunction.FIRST_VALUE,
            AggregateFunction.LAST_VALUE,
            AggregateFunction.NTH_VALUE);

    private final IntFunction<@Nullable RexNode> constants;

    /** @param constants the constant that an input column always holds, or null when it does not: LISTAGG's separator is one */
    public AggregateTranslator(IntFunction<@Nullable RexNode> constants) {
        this.constants = constants;
    }

    /** A call of an Aggregate over its input's columns. */
    public AggregateCall translate(org.apache.calcite.rel.core.AggregateCall call) {
        if (call.getAggregation().getKind() == SqlKind.COUNTIF) {
            return countIf(call);
        }
        if (!call.rexList.isEmpty()) {
            throw notSupported(call.getAggregation().getName() + " of a constant in this place");
        }
        AggregateFunction function = function(call.getAggregation());
        checkNulls(function, call.ignoreNulls());
        List<Integer> arguments = new ArrayList<>(call.getArgList());
        return new AggregateCall(
                function,
                value(function, arguments),
                call.isDistinct(),
                call.filterArg,
                keys(call.getCollation()),
                separator(function, arguments),
                ArrowTypes.field(call.getName() == null ? "" : call.getName(), call.getType()));
    }

    /** A call of a Window whose operands are columns of the input. */
    public AggregateCall translate(Window.RexWinAggCall call) {
        AggregateFunction function = function((SqlAggFunction) call.getOperator());
        checkNulls(function, call.ignoreNulls);
        List<Integer> arguments = new ArrayList<>();
        for (RexNode operand : call.getOperands()) {
            if (!(operand instanceof RexInputRef ref)) {
                throw new GrismException(ErrorCode.INTERNAL, "window operand is not a column: " + operand);
            }
            arguments.add(ref.getIndex());
        }
        return new AggregateCall(
                function,
                value(function, arguments),
                call.distinct,
                -1,
                List.of(),
                separator(function, arguments),
                ArrowTypes.field("", call.getType()));
    }

    /** The keys of an order, over the same columns. */
    public static List<SortKey> keys(RelCollation collation) {
        List<SortKey> keys = new ArrayList<>();
        for (RelFieldCollation key : collation.getFieldCollations()) {
            keys.add(new SortKey(
                    key.getFieldIndex(),
                    key.direction.isDescending(),
                    key.nullDirection == RelFieldCollation.NullDirection.FIRST
                            || (key.nullDirection == RelFieldCollation.NullDirection.UNSPECIFIED
                                    && key.direction.isDescending())));
        }
        return keys;
    }

    /** The executable function of an aggregate function. */
    public static AggregateFunction function(SqlAggFunction function) {
        switch (function.getName()) {
            case "EVERY", "BOOL_AND", "BOOLAND_AGG", "LOGICAL_AND" -> {
                return AggregateFunction.BOOL_AND;
            }
            case "SOME", "BOOL_OR", "BOOLOR_AGG", "LOGICAL_OR" -> {
                return AggregateFunction.BOOL_OR;
            }
            case "APPROX_COUNT_DISTINCT" -> {
                return AggregateFunction.APPROX_COUNT_DISTINCT;
            }
            case "$AVG_OF_SUMS" -> {
                return AggregateFunction.AVG_OF_SUMS;
            }
            default -> {}
        }
        return switch (function.getKind()) {
            case COUNT -> AggregateFunction.COUNT;
            case SUM -> AggregateFunction.SUM;
            case SUM0 -> AggregateFunction.SUM0;
            case AVG -> AggregateFunction.AVG;
            case MIN -> AggregateFunction.MIN;
            case MAX -> AggregateFunction.MAX;
            case ANY_VALUE -> AggregateFunction.ANY_VALUE;
            case SINGLE_VALUE -> AggregateFunction.SINGLE_VALUE;
            case BIT_AND -> AggregateFunction.BIT_AND;
            case BIT_OR -> AggregateFunction.BIT_OR;
            case BIT_XOR -> AggregateFunction.BIT_XOR;
            case VAR_POP -> AggregateFunction.VAR_POP;
            case VAR_SAMP -> AggregateFunction.VAR_SAMP;
            case STDDEV_POP -> AggregateFunction.STDDEV_POP;
            case STDDEV_SAMP -> AggregateFunction.STDDEV_SAMP;
            case COVAR_POP -> AggregateFunction.COVAR_POP;
            case COVAR_SAMP -> AggregateFunction.COVAR_SAMP;
            case REGR_COUNT -> AggregateFunction.REGR_COUNT;
            case REGR_SXX -> AggregateFunction.REGR_SXX;
            case REGR_SYY -> AggregateFunction.REGR_SYY;
            case LISTAGG, STRING_AGG, GROUP_CONCAT -> AggregateFunction.LISTAGG;
            case ARRAY_AGG -> AggregateFunction.ARRAY_AGG;
            case COLLECT -> AggregateFunction.COLLECT;
            case PERCENTILE_CONT -> AggregateFunction.PERCENTILE_CONT;
            case PERCENTILE_DISC -> AggregateFunction.PERCENTILE_DISC;
            case MODE -> AggregateFunction.MODE;
            case ARG_MIN -> AggregateFunction.ARG_MIN;
            case ARG_MAX -> AggregateFunction.ARG_MAX;
            case ROW_NUMBER -> AggregateFunction.ROW_NUMBER;
            case RANK -> AggregateFunction.RANK;
            case DENSE_RANK -> AggregateFunction.DENSE_RANK;
            case PERCENT_RANK -> AggregateFunction.PERCENT_RANK;
            case CUME_DIST -> AggregateFunction.CUME_DIST;
            case NTILE -> AggregateFunction.NTILE;
            case LAG -> AggregateFunction.LAG;
            case LEAD -> AggregateFunction.LEAD;
            case FIRST_VALUE -> AggregateFunction.FIRST_VALUE;
            case LAST_VALUE -> AggregateFunction.LAST_VALUE;
            case NTH_VALUE -> AggregateFunction.NTH_VALUE;
            default -> throw notSupported(function.getName());
        };
    }

    /** COUNTIF(c) counts the rows in which c is TRUE. */
    private static AggregateCall countIf(org.apache.calcite.rel.core.AggregateCall call) {
        if (call.filterArg >= 0 || call.isDistinct()) {
            throw notSupported("COUNTIF with FILTER or DISTINCT");
        }
        return new AggregateCall(
                AggregateFunction.COUNT,
                List.of(),
                false,
                call.getArgList().get(0),
                List.of(),
                "",
                ArrowTypes.field(call.getName() == null ? "" : call.getName(), call.getType()));
    }

    private static List<Integer> value(AggregateFunction function, List<Integer> arguments) {
        return function == AggregateFunction.LISTAGG ? arguments.subList(0, 1) : arguments;
    }

    private String separator(AggregateFunction function, List<Integer> arguments) {
        if (function != AggregateFunction.LISTAGG) {
            return "";
        }
        if (arguments.size() == 1) {
            return ",";
        }
        RexNode constant = constants.apply(arguments.get(1));
        if (!(constant instanceof RexLiteral literal) || literal.isNull()) {
            throw notSupported("LISTAGG with a separator that is not a constant string");
        }
        return literal.getValueAs(String.class);
    }

    private static void checkNulls(AggregateFunction function, boolean ignoreNulls) {
        if (ignoreNulls && KEEP_NULLS.contains(function)) {
            throw notSupported(function + " with IGNORE NULLS");
        }
    }

    private static GrismException notSupported(String what) {
        return new GrismException(ErrorCode.NOT_SUPPORTED, "Cannot aggregate by " + what + ": it is not supported yet");
    }
}
