/**
 * Plain loops over vectors and columns.
 *
 * <p>May use: error, batch, column.
 */
@NullMarked
package io.grism.exec.kernel;

import org.jspecify.annotations.NullMarked;
