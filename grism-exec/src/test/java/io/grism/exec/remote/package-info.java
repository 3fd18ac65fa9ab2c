/** Tests of stages on a cluster, and a cluster for them. */
@NullMarked
package io.grism.exec.remote;

import org.jspecify.annotations.NullMarked;
