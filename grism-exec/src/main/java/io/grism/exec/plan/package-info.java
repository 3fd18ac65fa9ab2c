/**
 * What to compute: immutable plan records.
 *
 * <p>May use: error, batch, expr, storage.
 */
@NullMarked
package io.grism.exec.plan;

import org.jspecify.annotations.NullMarked;
