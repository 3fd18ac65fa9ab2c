package io.grism.parquet;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.column.page.PageReadStore;

/** Reads one column of a file. */
interface ParquetColumn {
    /** Goes to the first row of a row group. */
    void open(PageReadStore rowGroup);

    /** The next rows of the row group, as a new vector. {@link #row()} tells where a failure happened. */
    FieldVector read(int count, BufferAllocator allocator);

    /** How many rows of the last call were read without a failure. */
    int row();
}
