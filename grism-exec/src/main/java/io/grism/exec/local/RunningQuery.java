package io.grism.exec.local;

import io.grism.exec.batch.BatchStream;
import io.grism.exec.task.NodeMetrics;
import java.util.Map;

/** A query that runs, in whatever runtime: its rows, and what it has done. One thread pulls; any thread may cancel or close. */
public interface RunningQuery extends BatchStream {
    /** Makes the query stop soon: {@link #next()} then throws CANCELLED. */
    void cancel();

    /** What the nodes of the plan have done so far, by id; empty unless the context asks for metrics. */
    Map<Integer, NodeMetrics> metrics();

    /** The most bytes that the query has held at a time, as far as that is known. */
    long peakMemory();
}
