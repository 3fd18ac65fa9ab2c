package io.grism.api;

import io.grism.exec.batch.BatchStream;
import java.util.List;

/** The result of one execution. Batches come as they are made; closing it early stops the work. */
public interface GrismResult extends BatchStream {
    List<GrismColumn> columns();

    /** Rows changed by DML; -1 for a query, 0 for DDL. */
    long updateCount();

    /** What the statement wants to say besides its result, such as "skipped 3 rows". */
    List<String> warnings();
}
