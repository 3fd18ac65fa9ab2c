/**
 * A plan cut into stages at its exchanges, and the exchange of rows between them.
 *
 * <p>May use: everything above it.
 */
@NullMarked
package io.grism.exec.stage;

import org.jspecify.annotations.NullMarked;
