package io.grism.calcite.query;

import io.grism.api.GrismDatabase;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.MemoryStore;
import io.grism.exec.storage.durable.ObjectFiles;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
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
        return open(options, Map.of(), (ofStore, create) -> SharedStores.open(folder, ofStore, create));
    }

    /**
     * The same at a URL of an object store, whose options are {@link ObjectFiles#isOption}.
     *
     * @throws GrismException INVALID_OPTION for a URL with anything but a bucket and a name
     */
    public static GrismDatabase inObjectStore(String url, Map<String, String> options) {
        if (!ObjectFiles.isUrl(url) || !url.matches("[^?#;:]*://[^?#;:]*")) {
            // What comes behind may be secret.
            throw new GrismException(
                    ErrorCode.INVALID_OPTION,
                    "Cannot open " + url.replaceAll("(?s)(://)?[?#;:].*", "$1…")
                            + ": a database in an object store is called as s3://bucket/name, and keys are options");
        }
        int scheme = url.indexOf(':');
        String place = url.substring(0, scheme).toLowerCase(Locale.ROOT)
                + url.substring(scheme).replaceAll("/+$", "");
        Map<String, String> settings = new HashMap<>(options);
        Map<String, String> ofObjects = new HashMap<>();
        options.forEach((name, value) -> {
            if (ObjectFiles.isOption(name)) {
                ofObjects.put(name, value);
                settings.remove(name);
            }
        });
        return open(settings, ofObjects, (ofStore, create) -> SharedStores.open(place, ofStore, create));
    }

    private static GrismDatabase open(
            Map<String, String> options,
            Map<String, String> ofObjects,
            BiFunction<Map<String, String>, Boolean, SharedStores.SharedStore> opening) {
        Map<String, String> settings = new HashMap<>(options);
        Map<String, String> ofStore = new HashMap<>(ofObjects);
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
        SharedStores.SharedStore shared = opening.apply(ofStore, create);
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
