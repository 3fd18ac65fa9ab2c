/** Tests of Parquet files. */
@NullMarked
package io.grism.parquet;

import org.jspecify.annotations.NullMarked;
