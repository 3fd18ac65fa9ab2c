package io.grism.calcite.query;

import io.grism.api.GrismDatabase;
import io.grism.exec.storage.MemoryStore;
import java.util.Map;

/** Opens databases. */
public final class Databases {
    private Databases() {}

    /** A new database in memory, holding the schema main. */
    public static GrismDatabase inMemory(Map<String, String> options) {
        return new Database(new MemoryStore(), options);
    }
}
