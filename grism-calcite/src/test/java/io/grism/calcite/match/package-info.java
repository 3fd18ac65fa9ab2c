/** Tests of the match optimiser: golden plans, and all its plans against a naive matcher. */
@NullMarked
package io.grism.calcite.match;

import org.jspecify.annotations.NullMarked;
