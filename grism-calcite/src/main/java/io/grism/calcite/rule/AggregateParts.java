package io.grism.calcite.rule;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.Optionality;

/**
 * Aggregate calls made of calls over parts of their rows, digit by digit the same: what to compute of each part, and of the results.
 *
 * <pre>
 * COUNT(x)   COUNT(x)           sum of the counts
 * AVG(x)     SUM(x), COUNT(x)   sum of the sums / sum of the counts
 * </pre>
 */
final class AggregateParts {
    /** Digits that a sum may have more than each of its values: no partial sum of 10^10 rows is too large if the whole one is not. */
    private static final int SPARE_DIGITS = 10;

    private final RelNode input;
    private final int keys;
    private final List<AggregateCall> calls = new ArrayList<>();

    /**
     * Parts without calls so far.
     *
     * @param input of the parts
     * @param keys the number of columns by which a part has groups
     */
    AggregateParts(RelNode input, int keys) {
        this.input = input;
        this.keys = keys;
    }

    /** Whether a call over an input can be made of parts. */
    static boolean exist(AggregateCall call, RelNode input) {
        if (call.isDistinct() || !call.getCollation().getKeys().isEmpty() || !call.rexList.isEmpty()) {
            return false;
        }
        SqlKind kind = call.getAggregation().getKind();
        if (kind == SqlKind.COUNT || kind == SqlKind.COUNTIF) {
            return true;
        }
        if (call.getArgList().size() != 1) {
            return false;
        }
        RelDataType argument = argument(call, input);
        return switch (kind) {
            case SUM, SUM0 -> hasSpareDigits(argument, call.getType());
            case AVG -> hasSpareDigits(argument, sumType(argument, input));
            case MIN, MAX, ANY_VALUE -> isExact(argument);
            case BIT_AND, BIT_OR, BIT_XOR -> SqlTypeUtil.isExactNumeric(argument);
            default -> false;
        };
    }

    private static RelDataType argument(AggregateCall call, RelNode input) {
        return input.getRowType().getFieldList().get(call.getArgList().get(0)).getType();
    }

    private static RelDataType sumType(RelDataType value, RelNode input) {
        return input.getCluster()
                .getTypeFactory()
                .getTypeSystem()
                .deriveSumType(input.getCluster().getTypeFactory(), value);
    }

    private static boolean hasSpareDigits(RelDataType value, RelDataType sum) {
        return SqlTypeUtil.isExactNumeric(value)
                && SqlTypeUtil.isExactNumeric(sum)
                && (!SqlTypeUtil.isDecimal(value) || value.getPrecision() + SPARE_DIGITS <= sum.getPrecision());
    }

    /** Whether equal values are the same value. */
    private static boolean isExact(RelDataType type) {
        return SqlTypeUtil.isExactNumeric(type)
                || SqlTypeUtil.isDatetime(type)
                || SqlTypeUtil.isBoolean(type)
                || SqlTypeUtil.inCharFamily(type);
    }

    /** The calls over each part, whose results stand behind its keys. */
    List<AggregateCall> calls() {
        return calls;
    }

    /** Adds what the parts compute for a call; gives the call over the results. */
    AggregateCall add(AggregateCall call) {
        return switch (call.getAggregation().getKind()) {
            case COUNT, COUNTIF, SUM0 -> whole(call, new SumOfParts(SqlKind.SUM0, call.getType()), List.of(part(call)));
            case SUM -> whole(call, new SumOfParts(SqlKind.SUM, call.getType()), List.of(part(call)));
            case AVG -> {
                int sum = part(call, SqlStdOperatorTable.SUM, "$sum");
                int count = part(call, SqlStdOperatorTable.COUNT, "$count");
                yield whole(call, new AverageOfParts(call.getType()), List.of(sum, count));
            }
            default -> whole(call, call.getAggregation(), List.of(part(call)));
        };
    }

    private int part(AggregateCall call) {
        return part(call, call.getAggregation(), "");
    }

    /** Adds a function of the rows and arguments of a call, over each part; gives the column of its result. */
    private int part(AggregateCall call, SqlAggFunction function, String suffix) {
        calls.add(AggregateCall.create(
                call.getParserPosition(),
                function,
                false,
                false,
                false,
                List.of(),
                call.getArgList(),
                call.filterArg,
                null,
                RelCollations.EMPTY,
                keys == 0,
                input,
                null,
                call.getName() == null ? null : call.getName() + suffix));
        return keys + calls.size() - 1;
    }

    /** A function of columns, which gives the result of a call. */
    private static AggregateCall whole(AggregateCall call, SqlAggFunction function, List<Integer> columns) {
        return AggregateCall.create(
                call.getParserPosition(),
                function,
                false,
                false,
                false,
                List.of(),
                columns,
                -1,
                null,
                RelCollations.EMPTY,
                call.getType(),
                call.getName());
    }

    /** The sum of sums or counts, of their type. */
    private static final class SumOfParts extends SqlAggFunction {
        SumOfParts(SqlKind kind, RelDataType type) {
            super(
                    "$" + kind,
                    null,
                    kind,
                    ReturnTypes.explicit(type),
                    null,
                    OperandTypes.NUMERIC,
                    SqlFunctionCategory.NUMERIC,
                    false,
                    false,
                    Optionality.FORBIDDEN);
        }
    }

    /** The average of values of which there are sums, and how many values each sum has. */
    private static final class AverageOfParts extends SqlAggFunction {
        AverageOfParts(RelDataType type) {
            super(
                    "$AVG_OF_SUMS",
                    null,
                    SqlKind.OTHER_FUNCTION,
                    ReturnTypes.explicit(type),
                    null,
                    OperandTypes.NUMERIC_NUMERIC,
                    SqlFunctionCategory.NUMERIC,
                    false,
                    false,
                    Optionality.FORBIDDEN);
        }
    }
}
