package io.grism.exec.task;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The first error among the drivers of a pipeline; once set the others stop. */
final class Failure {
    private final AtomicReference<@Nullable Throwable> first = new AtomicReference<>();

    /** Keeps the error if it is the first; what the others meet while they stop is of no interest. */
    void set(Throwable error) {
        first.compareAndSet(null, error);
    }

    /** Makes a driver that goes on although another has failed stop. */
    void stopIfSet() {
        if (first.get() != null) {
            throw new GrismException(ErrorCode.CANCELLED, "Cannot go on: another thread of the query has failed");
        }
    }

    /** Throws the first error, if there is one. */
    void rethrow() {
        Throwable error = first.get();
        if (error instanceof RuntimeException e) {
            throw e;
        }
        if (error instanceof Error e) {
            throw e;
        }
        if (error != null) {
            throw new GrismException(ErrorCode.INTERNAL, "Cannot run the query: " + error, error);
        }
    }
}
