package io.grism.exec.remote;

import io.grism.exec.storage.StoredTable;
import io.grism.exec.storage.TableDefinition;
import io.grism.exec.storage.TableSnapshot;
import io.grism.exec.storage.durable.StoredTables;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The tables that an executor has, with all that has been made of them: indexes, adjacency. Those used last stay; beyond a budget the others go, unless an open query reads them. One thread at a time, but for {@link #bytes()}.
 */
final class ExecutorTables implements AutoCloseable {
    private record Entry(TableSnapshot table, long bytes) {}

    private final Map<String, Entry> tables = new LinkedHashMap<>(16, 0.75f, true);
    /** What counts of a row of a stored table, whose rows are in a cache of their own: about what its indexes take. */
    private static final int STORED_ROW_BYTES = 8;

    private final long budget;
    private final StoredTables stored;
    private final AtomicLong bytes = new AtomicLong();
    private long versions;

    /** Tables with so many bytes; {@code stored} are those that are read where they lie, and it is closed with this. */
    ExecutorTables(long budget, StoredTables stored) {
        this.budget = budget;
        this.stored = stored;
    }

    /** A version for a new table. */
    long nextVersion() {
        return ++versions;
    }

    @Nullable
    TableSnapshot get(String key) {
        Entry entry = tables.get(key);
        return entry == null ? null : entry.table();
    }

    /** Adds a table, unless its key is there; returns the one that is there. */
    TableSnapshot add(String key, TableSnapshot table, long size) {
        Entry known = tables.putIfAbsent(key, new Entry(table, size));
        if (known != null) {
            return known.table();
        }
        bytes.addAndGet(size);
        return table;
    }

    /** Adds a table where it lies; null when it is not seen from here. */
    @Nullable
    TableSnapshot open(String key, StoredTable where, TableDefinition definition) {
        TableSnapshot table = stored.open(where, definition);
        return table == null ? null : add(key, table, STORED_ROW_BYTES * table.rowCount());
    }

    /** Drops what is beyond the budget, but no table of these keys. */
    void trim(List<Set<String>> used) {
        Set<String> keep = new HashSet<>();
        used.forEach(keep::addAll);
        Iterator<Map.Entry<String, Entry>> oldest = tables.entrySet().iterator();
        while (bytes.get() > budget && oldest.hasNext()) {
            Map.Entry<String, Entry> entry = oldest.next();
            if (!keep.contains(entry.getKey())) {
                bytes.addAndGet(-entry.getValue().bytes());
                oldest.remove();
            }
        }
        stored.closeUnused(tables.values().stream().map(Entry::table).toList());
    }

    @Override
    public void close() {
        tables.clear();
        bytes.set(0);
        stored.close();
    }

    /** Bytes of all tables, about. */
    long bytes() {
        return bytes.get();
    }
}
