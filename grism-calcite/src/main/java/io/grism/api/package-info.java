/**
 * The public API for Java programs that embed Grism: open a database, run SQL, take Arrow batches.
 *
 * <p>May use: grism-exec's error, batch, storage and plan; query.
 */
@NullMarked
package io.grism.api;

import org.jspecify.annotations.NullMarked;
