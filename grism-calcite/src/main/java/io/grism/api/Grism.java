package io.grism.api;

import io.grism.calcite.query.Databases;
import java.util.Map;

/** Where a program starts: opens databases. */
public final class Grism {
    private Grism() {}

    /** A new, empty database in memory. */
    public static GrismDatabase open() {
        return open(Map.of());
    }

    /**
     * A new, empty database in memory.
     *
     * @param options settings that its connections start with: threads, memory, batch.rows, timezone, …
     * @throws io.grism.exec.error.GrismException INVALID_OPTION
     */
    public static GrismDatabase open(Map<String, String> options) {
        return Databases.inMemory(options);
    }
}
