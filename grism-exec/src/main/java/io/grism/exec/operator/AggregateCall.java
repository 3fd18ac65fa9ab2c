package io.grism.exec.operator;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * One aggregate of an Aggregate or a Window.
 *
 * @param function what to compute
 * @param arguments input columns
 * @param distinct whether equal arguments count once; without arguments all rows are equal
 * @param filter a BOOLEAN input column that must be TRUE for a row to count, or -1
 * @param order the order of the rows within the aggregate (WITHIN GROUP, ARRAY_AGG(… ORDER BY …)); empty if none
 * @param separator the constant separator of LISTAGG; "" otherwise
 * @param type the type of the result
 */
public record AggregateCall(
        AggregateFunction function,
        List<Integer> arguments,
        boolean distinct,
        int filter,
        List<SortKey> order,
        String separator,
        Field type) {
    public AggregateCall {
        arguments = List.copyOf(arguments);
        order = List.copyOf(order);
    }
}
