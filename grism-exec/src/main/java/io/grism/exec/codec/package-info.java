/**
 * Plans and rows as bytes, for other processes of the same build.
 *
 * <p>May use: everything above it.
 */
@NullMarked
package io.grism.exec.codec;

import org.jspecify.annotations.NullMarked;
