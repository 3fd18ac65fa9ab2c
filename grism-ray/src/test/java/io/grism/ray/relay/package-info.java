@NullMarked
package io.grism.ray.relay;

import org.jspecify.annotations.NullMarked;
