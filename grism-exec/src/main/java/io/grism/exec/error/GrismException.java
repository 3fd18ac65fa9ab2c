package io.grism.exec.error;

import org.jspecify.annotations.Nullable;

/**
 * The one exception that leaves Grism. Its message is written for the user: "Cannot ‹verb› ‹thing›: ‹value›.
 * ‹what is allowed›".
 */
public final class GrismException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient @Nullable SourcePosition position;

    public GrismException(ErrorCode code, String message) {
        this(code, message, null, null);
    }

    public GrismException(ErrorCode code, String message, @Nullable Throwable cause) {
        this(code, message, null, cause);
    }

    public GrismException(
            ErrorCode code, String message, @Nullable SourcePosition position, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.position = position;
    }

    public ErrorCode code() {
        return code;
    }

    public @Nullable SourcePosition position() {
        return position;
    }

    /** The message with its position, as a user reads it. */
    public String fullMessage() {
        return position == null ? getMessage() : getMessage() + " (" + position + ")";
    }

    /** The same error with a position, unless it has one. */
    public GrismException at(@Nullable SourcePosition where) {
        if (position != null || where == null) {
            return this;
        }
        GrismException copy = new GrismException(code, getMessage(), where, getCause());
        copy.setStackTrace(getStackTrace());
        return copy;
    }
}
