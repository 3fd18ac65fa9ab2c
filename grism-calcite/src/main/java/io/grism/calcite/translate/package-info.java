/**
 * The only bridge to execution: RelNode to PlanNode, RexNode to Expression.
 *
 * <p>May use: rel, type, grism-exec's plan and expr.
 */
@NullMarked
package io.grism.calcite.translate;

import org.jspecify.annotations.NullMarked;
