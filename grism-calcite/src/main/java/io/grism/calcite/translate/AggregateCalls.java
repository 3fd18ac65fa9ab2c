package io.grism.calcite.translate;

import io.grism.calcite.type.ArrowTypes;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.operator.AggregateCall;
import io.grism.exec.operator.AggregateFunction;
import io.grism.exec.operator.SortKey;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlAggFunction;

/** Calcite's aggregate functions as ours. */
final class AggregateCalls {
    private AggregateCalls() {}

    /** A call over columns; {@code filter} is -1 for none. */
    static AggregateCall call(
            SqlAggFunction function,
            List<Integer> arguments,
            boolean distinct,
            int filter,
            List<SortKey> order,
            String name,
            RelDataType type) {
        return new AggregateCall(
                function(function), arguments, distinct, filter, order, ",", ArrowTypes.field(name, type));
    }

    static AggregateFunction function(SqlAggFunction function) {
        return switch (function.getKind()) {
            case COUNT -> AggregateFunction.COUNT;
            case SUM -> AggregateFunction.SUM;
            case SUM0 -> AggregateFunction.SUM0;
            case AVG -> AggregateFunction.AVG;
            case MIN -> AggregateFunction.MIN;
            case MAX -> AggregateFunction.MAX;
            case ANY_VALUE -> AggregateFunction.ANY_VALUE;
            case SINGLE_VALUE -> AggregateFunction.SINGLE_VALUE;
            case VAR_POP -> AggregateFunction.VAR_POP;
            case VAR_SAMP -> AggregateFunction.VAR_SAMP;
            case STDDEV_POP -> AggregateFunction.STDDEV_POP;
            case STDDEV_SAMP -> AggregateFunction.STDDEV_SAMP;
            case ARRAY_AGG -> AggregateFunction.ARRAY_AGG;
            case COLLECT -> AggregateFunction.COLLECT;
            case LISTAGG -> AggregateFunction.LISTAGG;
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
            default ->
                throw new GrismException(
                        ErrorCode.NOT_SUPPORTED,
                        "Cannot compute aggregate: " + function.getName() + ". It is not supported.");
        };
    }
}
