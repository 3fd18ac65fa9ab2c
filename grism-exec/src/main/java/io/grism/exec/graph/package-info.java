/**
 * Property graphs over tables: their elements, adjacency (CSR) indexes, and the operators that walk them.
 *
 * <p>May use: error, batch, column, kernel, expr, storage, operator.
 */
@NullMarked
package io.grism.exec.graph;

import org.jspecify.annotations.NullMarked;
