package io.grism.exec.remote;

import java.util.List;

/** Told how far queries on a cluster are, on the thread that waits for their rows. */
public interface ProgressListener {
    /** How far the stages of a query are, when that has changed while somebody waits for rows; empty when the wait is over. */
    void report(List<StageProgress> stages);
}
