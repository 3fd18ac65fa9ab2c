/**
 * Parquet files as batches: schema mapping, reader, writer and codecs, on parquet-java without a Hadoop installation.
 *
 * <p>May use: io.grism.exec's error, batch, column, storage.
 */
@NullMarked
package io.grism.parquet;

import org.jspecify.annotations.NullMarked;
