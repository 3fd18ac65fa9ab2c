package io.grism.exec.operator.aggregate;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * One grouping set of an aggregation.
 *
 * @param ordinal its place, as in {@code $grouping_set}
 * @param keys its group keys, ordinals into the keys of the aggregation
 * @param columns the keys' input columns
 * @param fields the keys' types
 */
record GroupingSet(int ordinal, List<Integer> keys, List<Integer> columns, List<Field> fields) {}
