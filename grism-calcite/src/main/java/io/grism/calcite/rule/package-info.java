/**
 * Planner rules and the planning program.
 *
 * <p>May use: rel, match, statistics, unnest.
 */
@NullMarked
package io.grism.calcite.rule;

import org.jspecify.annotations.NullMarked;
