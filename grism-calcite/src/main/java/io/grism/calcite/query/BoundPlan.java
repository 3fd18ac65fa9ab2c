package io.grism.calcite.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The plan of one text.
 *
 * @param plan may be shared with other texts
 * @param constants the values of the plan's parameters behind the query's own: the literals of the text
 */
record BoundPlan(QueryPlan plan, List<@Nullable Object> constants) {}
