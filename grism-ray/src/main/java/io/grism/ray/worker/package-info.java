/**
 * The class that Ray runs in its worker processes. Ray's own jar comes first on their class path, so these classes are alone there, and load the engine with a loader that Ray's jar is not in.
 *
 * <p>May use: the JDK only. Signatures hold byte arrays only: Ray then passes them as they are.
 */
@NullMarked
package io.grism.ray.worker;

import org.jspecify.annotations.NullMarked;
