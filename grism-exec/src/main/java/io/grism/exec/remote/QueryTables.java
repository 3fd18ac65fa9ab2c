package io.grism.exec.remote;

import io.grism.exec.codec.RowBlock;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.remote.Requests.Table;
import io.grism.exec.remote.Requests.TableRef;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.ReceivedTable;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.TableSnapshot;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;

/** The tables that one query reads here: those that the executor has, and those that are on their way. Single-threaded. */
final class QueryTables {
    private final Map<String, TableRef> wanted = new LinkedHashMap<>();
    private final Map<String, TableSnapshot> here = new HashMap<>();
    private final Map<String, Incoming> incoming = new HashMap<>();
    private final ExecutorTables cache;
    private final BufferAllocator allocator;

    /** A table of which some blocks have come. */
    private static final class Incoming {
        final ReceivedTable rows;
        int blocks;
        long count;
        long bytes;

        Incoming(ReceivedTable rows) {
            this.rows = rows;
        }
    }

    QueryTables(List<TableRef> tables, ExecutorTables cache, BufferAllocator allocator) {
        this.cache = cache;
        this.allocator = allocator;
        for (TableRef table : tables) {
            wanted.put(table.key(), table);
            TableSnapshot known = cache.get(table.key());
            if (known == null && table.stored() != null) {
                known = cache.open(table.key(), table.stored(), table.definition());
            }
            if (known == null && table.rowCount() == 0) {
                known = add(table.key(), new ReceivedTable(table.definition(), cache.nextVersion()), 0);
            }
            if (known != null) {
                here.put(table.key(), known);
            }
        }
    }

    private TableSnapshot add(String key, ReceivedTable rows, long bytes) {
        return cache.add(key, rows.finish(), bytes);
    }

    Set<String> keys() {
        return wanted.keySet();
    }

    /** The keys of the tables that are not here. */
    List<String> missing() {
        return wanted.keySet().stream().filter(key -> !here.containsKey(key)).toList();
    }

    /** Takes the next rows of a table. */
    void take(Table part, ByteBuffer rows) {
        TableRef table = wanted.get(part.key());
        if (table == null) {
            throw wrong(part, "the query does not read it");
        }
        if (part.number() == 0) {
            incoming.put(part.key(), new Incoming(new ReceivedTable(table.definition(), cache.nextVersion())));
        }
        Incoming coming = incoming.get(part.key());
        if (coming == null || coming.blocks != part.number()) {
            throw wrong(part, "it comes after block " + (coming == null ? "none" : coming.blocks - 1));
        }
        RowBlock block = RowBlock.of(rows);
        block.read(0, table.definition().schema(), allocator, coming.rows::append);
        coming.blocks++;
        coming.count += block.rows(0);
        coming.bytes += rows.remaining();
        if (part.isLast()) {
            incoming.remove(part.key());
            if (coming.count != table.rowCount()) {
                throw wrong(part, coming.count + " rows have come, not " + table.rowCount());
            }
            here.put(part.key(), add(part.key(), coming.rows, coming.bytes));
        }
    }

    private static GrismException wrong(Table part, String why) {
        return new GrismException(
                ErrorCode.INTERNAL, "Cannot take block " + part.number() + " of table " + part.key() + ": " + why);
    }

    /** The database of all tables. */
    Snapshot snapshot() {
        List<String> missing = missing();
        if (!missing.isEmpty()) {
            throw new GrismException(ErrorCode.INTERNAL, "Cannot run a task: tables have not come: " + missing);
        }
        Map<ObjectName, TableSnapshot> byName = new HashMap<>();
        wanted.forEach(
                (key, table) -> table.names().forEach(name -> byName.put(name, Objects.requireNonNull(here.get(key)))));
        return ReceivedTable.snapshot(byName);
    }
}
