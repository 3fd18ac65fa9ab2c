package io.grism.exec.storage.durable;

import io.grism.exec.error.GrismException;
import io.grism.exec.storage.PageCache;
import io.grism.exec.storage.PagedTable;
import io.grism.exec.storage.StoredTable;
import io.grism.exec.storage.TableDefinition;
import io.grism.exec.storage.TableSnapshot;
import io.grism.exec.storage.durable.StoredSegment.Part;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tables of databases in folders, for who has been told of them by a process that has those open, and keeps their versions. Databases are opened to read only, and their pages go through one cache. One thread at a time; the tables are
 * thread-safe.
 */
public final class StoredTables implements AutoCloseable {
    private final PageCache cache;
    private final @Nullable List<TableFormat> formats;
    private final Map<String, Database> databases = new HashMap<>();

    /**
     * No tables yet.
     *
     * @param cacheBytes for pages
     * @param formats that tables may have; null for those that {@link ServiceLoader} finds
     */
    public StoredTables(long cacheBytes, @Nullable List<TableFormat> formats) {
        this.cache = new PageCache(cacheBytes);
        this.formats = formats;
    }

    /** A table; null when it is not to be had here: its files are not seen from here, or not all of them, or their format is not known. */
    public @Nullable TableSnapshot open(StoredTable stored, TableDefinition definition) {
        try {
            Database database = databases.get(stored.location());
            boolean isNew = database == null;
            if (database == null) {
                database = database(stored.location());
                databases.put(stored.location(), database);
            }
            TableSnapshot table = null;
            try {
                table = open(stored, definition, database);
            } finally {
                if (table == null && isNew) {
                    databases.remove(stored.location());
                    database.close();
                }
            }
            return table;
        } catch (GrismException | InvalidPathException | ServiceConfigurationError | LinkageError e) {
            // Whoever has told of the table has its rows.
            return null;
        }
    }

    private Database database(String location) {
        Folder folder = new LocalFolder(Path.of(location));
        Map<String, String> options = Map.of();
        List<TableFormat> known = formats != null
                ? formats
                : ServiceLoader.load(TableFormat.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList();
        TableFormat format = new FolderOpener(folder, options, known).open(false);
        return new Database(folder, format.name(), format.open(options), DurableStore.INDEX_BYTES);
    }

    private @Nullable TableSnapshot open(StoredTable stored, TableDefinition definition, Database database) {
        FileSum content = new FileSum(stored.content(), stored.bytes(), stored.checksum());
        TableEntry entry = new TableEntry(stored.table(), definition, content, null);
        TableContent rows = DurableStore.content(database, entry);
        for (StoredSegment segment : rows.segments()) {
            for (Part part : segment.parts()) {
                if (database.folder().size(part.sum().name()) != part.sum().bytes()) {
                    return null;
                }
            }
        }
        PagedTable table = DurableStore.table(entry, rows, database, cache);
        return table.version() == stored.version() ? table : null;
    }

    /** Closes the databases that none of these tables is of. */
    public void closeUnused(Collection<TableSnapshot> used) {
        Set<String> locations = new HashSet<>();
        for (TableSnapshot table : used) {
            StoredTable stored = table.stored();
            if (stored != null) {
                locations.add(stored.location());
            }
        }
        for (String location : List.copyOf(databases.keySet())) {
            if (!locations.contains(location)) {
                Database database = databases.remove(location);
                if (database != null) {
                    database.close();
                }
            }
        }
    }

    /** How many databases are open. */
    public int openDatabases() {
        return databases.size();
    }

    @Override
    public void close() {
        closeUnused(List.of());
    }
}
