/** The runtime on a Ray cluster: driver side and worker shim. */
@NullMarked
package io.grism.ray;

import org.jspecify.annotations.NullMarked;
