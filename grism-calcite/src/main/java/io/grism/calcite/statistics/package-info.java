/**
 * Metadata handlers: rows, distinct values, degrees.
 *
 * <p>May use: rel, catalog.
 */
@NullMarked
package io.grism.calcite.statistics;

import org.jspecify.annotations.NullMarked;
