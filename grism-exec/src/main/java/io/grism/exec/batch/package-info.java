/**
 * Arrow batches, their ownership, types and streams; the memory budget of a query.
 *
 * <p>May use: error.
 */
@NullMarked
package io.grism.exec.batch;

import org.jspecify.annotations.NullMarked;
