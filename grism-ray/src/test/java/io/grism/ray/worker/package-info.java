@NullMarked
package io.grism.ray.worker;

import org.jspecify.annotations.NullMarked;
