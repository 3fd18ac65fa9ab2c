/**
 * What generated code calls: reading and writing vectors, casts, decimals and functions as static methods.
 *
 * <p>May use: grism-exec, type.
 */
@NullMarked
package io.grism.calcite.function;

import org.jspecify.annotations.NullMarked;
