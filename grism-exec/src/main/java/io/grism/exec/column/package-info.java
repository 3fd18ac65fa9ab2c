/**
 * Growable on-heap columns of primitive arrays: the hot state of joins, sorts, aggregates and memory tables.
 *
 * <p>May use: error, batch.
 */
@NullMarked
package io.grism.exec.column;

import org.jspecify.annotations.NullMarked;
