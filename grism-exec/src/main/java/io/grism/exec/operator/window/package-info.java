/**
 * Window functions: rows in partitions, sorted, with frames over which functions are computed.
 *
 * <p>May use: error, batch, column, operator.
 */
@NullMarked
package io.grism.exec.operator.window;

import org.jspecify.annotations.NullMarked;
