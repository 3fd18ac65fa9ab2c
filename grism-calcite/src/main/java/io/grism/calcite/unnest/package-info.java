/**
 * Sub-queries and LATERAL as joins: first every sub-query becomes a Correlate, then every Correlate a join.
 *
 * <p>May use: nothing else of the planner.
 */
@NullMarked
package io.grism.calcite.unnest;

import org.jspecify.annotations.NullMarked;
