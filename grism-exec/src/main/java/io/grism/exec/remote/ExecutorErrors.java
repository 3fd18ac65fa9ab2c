package io.grism.exec.remote;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import org.apache.arrow.memory.OutOfMemoryException;

/** What goes wrong in an executor, as the error of the query and as text for a log. */
final class ExecutorErrors {
    private static final int FRAMES = 40;

    private ExecutorErrors() {}

    static GrismException of(Throwable e) {
        if (e instanceof GrismException error) {
            return error;
        }
        if (e instanceof OutOfMemoryException || e instanceof OutOfMemoryError) {
            return new GrismException(
                    ErrorCode.OUT_OF_MEMORY,
                    "Cannot run a task in its executor: " + e.getMessage()
                            + ". Give the query more memory, or the executor's JVM",
                    e);
        }
        return new GrismException(ErrorCode.INTERNAL, "Cannot run the query: " + e, e);
    }

    /** Where it happened; empty for errors that tell all by their message. */
    static String detail(Throwable e) {
        if (e instanceof GrismException error && error.code() != ErrorCode.INTERNAL) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        for (Throwable at = e; at != null && text.length() < 1 << 16; at = at.getCause()) {
            text.append(text.isEmpty() ? "" : "\ncaused by ").append(at);
            StackTraceElement[] trace = at.getStackTrace();
            for (int i = 0; i < Math.min(FRAMES, trace.length); i++) {
                text.append("\n  at ").append(trace[i]);
            }
        }
        return text.toString();
    }
}
