/**
 * Typed expressions and their evaluators.
 *
 * <p>May use: error, batch, column, kernel.
 */
@NullMarked
package io.grism.exec.expr;

import org.jspecify.annotations.NullMarked;
