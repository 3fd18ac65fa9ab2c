/**
 * CSV files: options, tokenizer, type inference, reader and writer.
 *
 * <p>May use: error, batch, column, storage.
 */
@NullMarked
package io.grism.exec.storage.csv;

import org.jspecify.annotations.NullMarked;
