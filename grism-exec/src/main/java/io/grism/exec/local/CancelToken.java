package io.grism.exec.local;

/** Tells a running query to stop. Thread-safe; once cancelled it stays so. */
public final class CancelToken {
    private volatile boolean cancelled;

    public void cancel() {
        cancelled = true;
    }

    public boolean isCancelled() {
        return cancelled;
    }
}
