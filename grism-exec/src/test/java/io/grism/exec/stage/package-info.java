/** Tests of stages. */
@NullMarked
package io.grism.exec.stage;

import org.jspecify.annotations.NullMarked;
