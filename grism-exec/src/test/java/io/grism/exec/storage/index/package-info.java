/** Tests of the indexes of pages. */
@NullMarked
package io.grism.exec.storage.index;

import org.jspecify.annotations.NullMarked;
