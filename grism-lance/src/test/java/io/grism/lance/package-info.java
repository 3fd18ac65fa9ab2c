/** Tests of Lance files. */
@NullMarked
package io.grism.lance;

import org.jspecify.annotations.NullMarked;
