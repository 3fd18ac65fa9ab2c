/**
 * Indexes of pages: which rows of a page may have what a condition asks for.
 *
 * <p>May use: error, batch, column, kernel, expr, and of storage what keeps indexes.
 */
@NullMarked
package io.grism.exec.storage.index;

import org.jspecify.annotations.NullMarked;
