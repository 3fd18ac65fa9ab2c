/**
 * One plan turned into pipelines of operators.
 *
 * <p>May use: everything above it.
 */
@NullMarked
package io.grism.exec.task;

import org.jspecify.annotations.NullMarked;
