/**
 * SQL types: the type system, the conformance, Calcite types to Arrow and back.
 *
 * <p>May use: grism-exec.
 */
@NullMarked
package io.grism.calcite.type;

import org.jspecify.annotations.NullMarked;
