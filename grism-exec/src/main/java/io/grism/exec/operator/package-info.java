/**
 * Pull operators and the pipeline protocol; they never know which runtime drives them.
 *
 * <p>May use: error, batch, column, kernel, expr, storage.
 */
@NullMarked
package io.grism.exec.operator;

import org.jspecify.annotations.NullMarked;
