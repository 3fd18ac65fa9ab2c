package io.grism.exec.storage;

import io.grism.exec.column.Column;
import io.grism.exec.storage.index.IndexKind;
import io.grism.exec.storage.index.PageIndex;
import org.jspecify.annotations.Nullable;

/** The values of one column in one segment. Never changes, so many versions of a table share it. Thread-safe. */
public interface Page {
    /** The values. Those of a page in a file are read now, unless they are in the cache. */
    Column values();

    /** What is known of the values; computed on first use where it is not kept. */
    PageStatistics statistics();

    /** The statistics, if they are to be had without a look at the values. */
    @Nullable
    PageStatistics knownStatistics();

    /** What finds rows by their values. That of a page in a file is read, or made, unless it is in the cache. */
    PageIndex index(IndexKind kind);
}
