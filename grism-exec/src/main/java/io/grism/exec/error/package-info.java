/**
 * The one exception family: code, kind, SQLSTATE, position.
 *
 * <p>May use: the JDK only.
 */
@NullMarked
package io.grism.exec.error;

import org.jspecify.annotations.NullMarked;
