package io.grism.exec.test;

import java.util.Random;

/** Where random tests start. */
public final class Seeds {
    private Seeds() {}

    /**
     * The seed that {@code -Dgrism.seed} gives, to run a failure again; else one that the environment's {@code GRISM_SEED} (any text) stands for, so that two runs of the gate over
     * one commit test the same; else another one at each call.
     */
    public static long first() {
        String text = System.getenv("GRISM_SEED");
        long unless = text == null || text.isEmpty() ? new Random().nextLong() : new Random(text.hashCode()).nextLong();
        return Long.getLong("grism.seed", unless);
    }
}
