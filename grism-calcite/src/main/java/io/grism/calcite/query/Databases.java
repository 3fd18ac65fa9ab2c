package io.grism.calcite.query;

import io.grism.api.GrismDatabase;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.MemoryStore;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Opens databases. */
public final class Databases {
    private static final String CACHE = "cache";
    private static final String CREATE = "create";
    private static final String INDEX_SIZE = "index.size";

    private Databases() {}

    /** A new database in memory, holding the schema main. */
    public static GrismDatabase inMemory(Map<String, String> options) {
        return new Database(new MemoryStore(), options);
    }

    /**
     * The database in a folder, which is made where there is none yet; it shares its data with all that are open on that folder.
     *
     * @param options settings that its sessions start with, and its own: cache, create and index.size
     */
    public static GrismDatabase inFolder(Path folder, Map<String, String> options) {
        Map<String, String> settings = new HashMap<>(options);
        Map<String, String> ofStore = new HashMap<>();
        String cache = settings.remove(CACHE);
        if (cache != null) {
            ofStore.put("cache_bytes", Long.toString(Settings.size(CACHE, cache)));
        }
        String indexes = settings.remove(INDEX_SIZE);
        if (indexes != null) {
            long size = indexes.strip().equals("0") ? 0 : Settings.size(INDEX_SIZE, indexes);
            ofStore.put("index_bytes", Long.toString(size));
        }
        boolean create = isTrue(CREATE, settings.remove(CREATE));
        Settings.check(settings);
        SharedStores.SharedStore shared = SharedStores.open(folder, ofStore, create);
        return new Database(shared.store(), settings, shared::release);
    }

    private static boolean isTrue(String name, @Nullable String text) {
        return switch (text == null ? "true" : text.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new GrismException(
                        ErrorCode.INVALID_OPTION, "Cannot set " + name + ": '" + text + "'. Allowed is true or false.");
        };
    }
}
