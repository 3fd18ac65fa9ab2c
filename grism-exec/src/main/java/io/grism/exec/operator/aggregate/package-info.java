/**
 * Grouping and aggregate functions: group tables, accumulators with one array slot per group, and the breaker that runs them.
 *
 * <p>May use: error, batch, column, operator.
 */
@NullMarked
package io.grism.exec.operator.aggregate;

import org.jspecify.annotations.NullMarked;
