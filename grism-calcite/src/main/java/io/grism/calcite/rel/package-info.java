/**
 * Relational expressions: logical graph rels, the LOCAL convention and its physical rels, cost.
 *
 * <p>May use: catalog, type.
 */
@NullMarked
package io.grism.calcite.rel;

import org.jspecify.annotations.NullMarked;
