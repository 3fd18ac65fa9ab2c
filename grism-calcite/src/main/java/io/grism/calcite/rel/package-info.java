/**
 * Relational expressions: logical graph rels, the physical rels of local and distributed plans, how their rows are spread, cost.
 *
 * <p>May use: catalog, type.
 */
@NullMarked
package io.grism.calcite.rel;

import org.jspecify.annotations.NullMarked;
