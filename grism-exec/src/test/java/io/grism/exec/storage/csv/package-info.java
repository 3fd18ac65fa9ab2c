/** Tests of CSV files. */
@NullMarked
package io.grism.exec.storage.csv;

import org.jspecify.annotations.NullMarked;
