package io.grism.exec.operator;

import java.util.List;

/** Closes several things so that the failure of one does not keep the others open. */
public final class Closing {
    private Closing() {}

    /** Closes all, in order; the first failure is thrown in the end, the others are suppressed in it. */
    public static void closeAll(List<? extends AutoCloseable> closeables) {
        Throwable failure = null;
        for (AutoCloseable closeable : closeables) {
            try {
                closeable.close();
            } catch (Throwable e) {
                if (failure == null) {
                    failure = e;
                } else if (failure != e) {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
    }

    /** Closes what a failure leaves behind; a further failure is suppressed in it. */
    public static void closeAfter(Throwable failure, AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Throwable e) {
            if (e != failure) {
                failure.addSuppressed(e);
            }
        }
    }
}
