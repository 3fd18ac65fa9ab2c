package io.grism.exec.remote;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.remote.Requests.Table;
import io.grism.exec.remote.Requests.TableRef;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.TableSnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;

/** The tables that a query reads, and their way to the executors: each is put into the cluster once, and stays there until all who wait for it have it. Of the query's thread. */
final class TableShipping {
    private final String query;
    private final ExecutorPool pool;
    private final QueryCalls calls;
    private final BufferAllocator allocator;
    /** By key. */
    private final Map<String, TableSnapshot> tables = new LinkedHashMap<>();

    private final Map<String, List<ObjectName>> names = new HashMap<>();
    private final Map<String, Shipment> shipments = new HashMap<>();
    private final List<Shipment> dropped = new ArrayList<>();

    /** Under which a table keeps its key, so that the same rows have the same one in all queries. */
    private record Key() {}

    /** A table in the cluster, and who is being sent it. */
    private static final class Shipment {
        final List<KeptBlock> blocks = new ArrayList<>();
        final Set<QueryExecutor> to = new HashSet<>();
    }

    TableShipping(
            String query,
            ExecutorPool pool,
            QueryCalls calls,
            BufferAllocator allocator,
            Collection<ObjectName> names,
            Snapshot snapshot) {
        this.query = query;
        this.pool = pool;
        this.calls = calls;
        this.allocator = allocator;
        find(names, snapshot);
    }

    private void find(Collection<ObjectName> wanted, Snapshot snapshot) {
        for (ObjectName name : wanted) {
            TableSnapshot table = snapshot.table(name);
            if (table == null) {
                throw new GrismException(ErrorCode.UNKNOWN_TABLE, "Cannot find table: " + name);
            }
            String key = key(table);
            tables.put(key, table);
            names.computeIfAbsent(key, k -> new ArrayList<>()).add(name);
        }
    }

    private static String key(TableSnapshot table) {
        return table.stored() == null
                ? table.derived(new Key(), String.class, () -> UUID.randomUUID().toString())
                : Long.toHexString(table.version()); // for all processes
    }

    List<TableRef> references() {
        List<TableRef> all = new ArrayList<>();
        tables.forEach((key, table) -> all.add(new TableRef(
                key,
                table.definition(),
                table.rowCount(),
                table.stored(),
                List.copyOf(names.getOrDefault(key, List.of())))));
        return all;
    }

    /** Sends an executor what it misses and is not on its way. */
    void send(QueryExecutor to) {
        for (String key : List.copyOf(to.missing())) {
            Shipment shipment = shipments.computeIfAbsent(key, this::put);
            if (shipment.to.add(to)) {
                send(shipment, key, to);
            }
        }
    }

    private Shipment put(String key) {
        Shipment shipment = new Shipment();
        try (TableBlocks rows = new TableBlocks(Objects.requireNonNull(tables.get(key)), allocator)) {
            while (rows.hasNext()) {
                shipment.blocks.add(new KeptBlock(pool.put(rows.next()), null, ""));
            }
            return shipment;
        } catch (Throwable e) {
            free(shipment);
            throw e;
        }
    }

    private void send(Shipment shipment, String key, QueryExecutor to) {
        List<KeptBlock> blocks = List.copyOf(shipment.blocks);
        for (int i = 0; i < blocks.size(); i++) {
            boolean isLast = i == blocks.size() - 1;
            calls.call(to, new Table(query, key, i, isLast), blocks.get(i), bytes -> {
                Requests.answer(bytes, Requests.Done.class);
                if (isLast) {
                    ended(shipment, key, to);
                    to.has(key);
                }
            });
        }
    }

    private void ended(Shipment shipment, String key, QueryExecutor to) {
        shipment.to.remove(to);
        if (shipment.to.isEmpty() && shipments.remove(key, shipment)) {
            free(shipment);
        }
    }

    /** Forgets an executor that is lost. */
    void lost(QueryExecutor executor) {
        Map.copyOf(shipments).forEach((key, shipment) -> ended(shipment, key, executor));
    }

    /** Forgets a block that is lost: its table is put into the cluster again for those who come to ask. */
    void lost(KeptBlock block) {
        shipments.values().removeIf(shipment -> shipment.blocks.contains(block) && dropped.add(shipment));
    }

    private static void free(Shipment shipment) {
        shipment.blocks.forEach(kept -> kept.block().free());
    }

    /** Frees what is in the cluster. Nobody may be waiting for it. */
    void close() {
        shipments.values().forEach(TableShipping::free);
        shipments.clear();
        dropped.forEach(TableShipping::free);
        dropped.clear();
    }
}
