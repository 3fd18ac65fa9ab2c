package io.grism.exec.remote;

/** An executor, or a block, is gone. The driver decides what to run again. */
public final class LostException extends Exception {
    private static final long serialVersionUID = 1;

    /** What was lost. */
    public enum What {
        EXECUTOR,
        BLOCK,
        /** Which of the two cannot be told: the node says. */
        UNKNOWN
    }

    private final What what;

    public LostException(What what, String message) {
        super(message);
        this.what = what;
    }

    public What what() {
        return what;
    }
}
