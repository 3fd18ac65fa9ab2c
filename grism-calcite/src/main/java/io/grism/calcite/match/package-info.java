/**
 * The match optimiser: a graph pattern to an order of scans and expands.
 *
 * <p>May use: rel, statistics.
 */
@NullMarked
package io.grism.calcite.match;

import org.jspecify.annotations.NullMarked;
