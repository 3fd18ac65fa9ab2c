package io.grism.calcite.query;

import io.grism.exec.batch.ArrowAccess;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.Store;
import io.grism.exec.storage.durable.DurableStore;
import io.grism.exec.storage.durable.TableFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** The stores of databases in folders and object stores that are open in this process: one for each folder, however it is called, and for each URL. A store closes with its last user. */
final class SharedStores {
    private static final Map<String, SharedStore> OPEN = new HashMap<>();

    private SharedStores() {}

    /** A store in use. */
    static final class SharedStore {
        private final String place;
        private final Store store;
        private final Map<String, String> options;
        private int users;

        private SharedStore(String place, Store store, Map<String, String> options) {
            this.place = place;
            this.store = store;
            this.options = options;
        }

        Store store() {
            return store;
        }

        /** Ends one use. */
        void release() {
            synchronized (OPEN) {
                if (--users == 0) {
                    OPEN.remove(place);
                    store.close();
                }
            }
        }
    }

    /**
     * The store of a folder; whoever asked for it releases it.
     *
     * @param options of the store
     * @param create whether to make a database where there is none
     */
    static SharedStore open(Path folder, Map<String, String> options, boolean create) {
        List<TableFormat> formats = formats("the database in " + folder);
        ArrowAccess.ensureOpen();
        synchronized (OPEN) {
            Path place = Files.exists(folder) ? realPath(folder) : folder.toAbsolutePath();
            SharedStore known = OPEN.get(place.toString());
            if (known == null) {
                Store store = DurableStore.open(place.toString(), options, create, formats);
                known = new SharedStore(realPath(folder).toString(), store, Map.copyOf(options));
                OPEN.put(known.place, known);
            } else if (!options.isEmpty() && !options.equals(known.options)) {
                throw new GrismException(
                        ErrorCode.INVALID_OPTION,
                        "Cannot open the database in " + folder + " with " + options
                                + ": it is open in this process with " + known.options + ". Use the same, or none");
            }
            known.users++;
            return known;
        }
    }

    /**
     * The store of a place in an object store; whoever asked for it releases it.
     *
     * @param options of the store, and of the object store, which are never told
     * @param create whether to make a database where there is none
     */
    static SharedStore open(String url, Map<String, String> options, boolean create) {
        List<TableFormat> formats = formats(url);
        ArrowAccess.ensureOpen();
        synchronized (OPEN) {
            SharedStore known = OPEN.get(url);
            if (known == null) {
                known = new SharedStore(url, DurableStore.open(url, options, create, formats), Map.copyOf(options));
                OPEN.put(url, known);
            } else if (!options.equals(known.options)) {
                throw new GrismException(
                        ErrorCode.INVALID_OPTION,
                        "Cannot open " + url + ": it is open in this process with other options. Use the same");
            }
            known.users++;
            return known;
        }
    }

    private static List<TableFormat> formats(String what) {
        List<TableFormat> formats = ServiceLoader.load(TableFormat.class, SharedStores.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        if (formats.isEmpty()) {
            throw new GrismException(
                    ErrorCode.NOT_SUPPORTED,
                    "Cannot open " + what
                            + ": the files of such databases need Lance. Add io.grism:grism-lance to the class path, or use jdbc:grism:, which is in memory");
        }
        return formats;
    }

    private static Path realPath(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            throw new GrismException(ErrorCode.IO_ERROR, "Cannot open the database in " + folder + ": " + e, e);
        }
    }
}
