package io.grism.calcite.rel;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.error.SourcePosition;
import org.jspecify.annotations.Nullable;

/** How far quantifiers are unrolled to patterns of fixed length. */
public final class QuantifierLimits {
    /** Most patterns that one is unrolled to. */
    public static final int MAX_PATTERNS = 256;

    /** Most repetitions of what is unrolled. */
    private static final int MAX_REPETITIONS = 20;

    private QuantifierLimits() {}

    /** Fails for an upper bound that is too high, with the place of the quantifier. */
    public static void checkRepetitions(int maximum, @Nullable SourcePosition at) {
        if (maximum > MAX_REPETITIONS) {
            throw unsupported("more than " + MAX_REPETITIONS + " repetitions of a path", at);
        }
    }

    /** Fails when there are too many patterns. */
    public static void checkPatterns(int count, @Nullable SourcePosition at) {
        if (count > MAX_PATTERNS) {
            throw unsupported("a pattern with more than " + MAX_PATTERNS + " combinations of lengths", at);
        }
    }

    private static GrismException unsupported(String construct, @Nullable SourcePosition at) {
        return new GrismException(
                ErrorCode.NOT_SUPPORTED, "Cannot run " + construct + ": not supported yet.", at, null);
    }
}
