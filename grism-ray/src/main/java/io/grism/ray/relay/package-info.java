/**
 * The line between a driver's JVM and its child, which is the driver that Ray sees.
 *
 * <p>May use: the JDK only, for the child has neither the engine nor Arrow on its class path.
 */
@NullMarked
package io.grism.ray.relay;

import org.jspecify.annotations.NullMarked;
