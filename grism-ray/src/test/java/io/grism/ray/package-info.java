@NullMarked
package io.grism.ray;

import org.jspecify.annotations.NullMarked;
