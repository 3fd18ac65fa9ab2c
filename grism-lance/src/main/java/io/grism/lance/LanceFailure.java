package io.grism.lance;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.util.Set;
import java.util.function.Function;
import org.apache.arrow.memory.OutOfMemoryException;
import org.jspecify.annotations.Nullable;

/** What Lance throws, as errors that name the file. */
final class LanceFailure {
    /** Lance throws these, and IOException. */
    private static final Set<Class<?>> THROWN = Set.of(
            RuntimeException.class,
            IllegalArgumentException.class,
            IllegalStateException.class,
            UnsupportedOperationException.class);

    private LanceFailure() {}

    /** Work with a file; what it allocated is released when it throws. */
    interface Work<T extends @Nullable Object> {
        // Closing anything of Lance may throw any exception
        @SuppressWarnings("checkstyle:IllegalThrows")
        T run() throws Exception;
    }

    /** @param what "read", say */
    static <T extends @Nullable Object> T guard(String what, String file, Work<T> work) {
        return guard(
                work,
                e -> new GrismException(
                        ErrorCode.IO_ERROR,
                        "Cannot " + what + " " + file + ": " + firstLine(String.valueOf(e.getMessage())),
                        e));
    }

    /** The same in an object store. */
    static <T extends @Nullable Object> T guard(String what, String url, StoreOptions options, Work<T> work) {
        return guard(work, e -> options.failure(what, url, e));
    }

    private static <T extends @Nullable Object> T guard(Work<T> work, Function<Exception, GrismException> failure) {
        try {
            return work.run();
        } catch (GrismException | OutOfMemoryException e) {
            throw e;
        } catch (Exception e) {
            if (e instanceof RuntimeException ours && !THROWN.contains(e.getClass())) {
                throw ours;
            }
            throw failure.apply(e);
        }
    }

    /** Lance's messages go on with where in its sources they come from, and with a backtrace. */
    private static String firstLine(String message) {
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
