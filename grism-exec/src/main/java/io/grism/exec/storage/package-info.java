/**
 * The storage contract (tables, snapshots, splits, statistics, writes), the memory store, and files.
 *
 * <p>May use: error, batch, column, kernel, expr.
 */
@NullMarked
package io.grism.exec.storage;

import org.jspecify.annotations.NullMarked;
