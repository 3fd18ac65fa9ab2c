/**
 * The child process that is a driver of Ray, so that Ray can neither end nor hang the process that asks. The only package that names {@code io.ray}.
 *
 * <p>May use: the JDK, Ray, {@code relay}, {@code worker}.
 */
@NullMarked
package io.grism.ray.child;

import org.jspecify.annotations.NullMarked;
