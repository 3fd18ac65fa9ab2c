package io.grism.calcite.query;

import io.grism.api.GrismDatabase;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.util.Map;

/** Opens databases. */
public final class Databases {
    private Databases() {}

    /** A new database in memory, holding the schema main. */
    public static GrismDatabase inMemory(Map<String, String> options) {
        throw new GrismException(ErrorCode.NOT_SUPPORTED, "Cannot open a database in memory: " + options);
    }
}
