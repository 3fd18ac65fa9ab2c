package io.grism.exec.storage;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.BatchStream;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The one running write of a memory store: a working copy of the catalog, whose tables are new versions sharing the pages of the old. */
final class MemoryTransaction implements WriteTransaction {
    private enum State {
        ACTIVE,
        FAILED,
        COMMITTED,
        CLOSED
    }

    private final MemoryStore store;
    private final MemorySnapshot base;
    private final SortedSet<String> schemas;
    private final SortedMap<ObjectName, MemoryTable> tables;
    private final SortedMap<ObjectName, CatalogObject> objects;
    /** Tables whose indexes may hold rows that are not committed. */
    private final SortedSet<ObjectName> appended = new TreeSet<>();

    private State state = State.ACTIVE;

    MemoryTransaction(MemoryStore store, MemorySnapshot base) {
        this.store = store;
        this.base = base;
        this.schemas = new TreeSet<>(base.schemas());
        this.tables = new TreeMap<>(base.tableMap());
        this.objects = new TreeMap<>(base.objectMap());
    }

    @Override
    public Snapshot view() {
        checkActive();
        return new MemorySnapshot(base.version(), schemas, tables, objects);
    }

    @Override
    public void createSchema(String name) {
        checkActive();
        if (!schemas.add(name)) {
            throw new GrismException(ErrorCode.OBJECT_EXISTS, "Cannot create schema " + name + ": it exists");
        }
    }

    @Override
    public void dropSchema(String name) {
        checkActive();
        checkSchema("drop schema " + name, name);
        List<ObjectName> inside = new ArrayList<>();
        tables.keySet().stream().filter(t -> t.schema().equals(name)).forEach(inside::add);
        objects.keySet().stream().filter(t -> t.schema().equals(name)).forEach(inside::add);
        if (!inside.isEmpty()) {
            throw new GrismException(
                    ErrorCode.DEPENDENT_OBJECTS,
                    "Cannot drop schema " + name + ": it holds " + inside.get(0)
                            + (inside.size() == 1 ? "" : " and " + (inside.size() - 1) + " more")
                            + ". Only an empty schema can be dropped");
        }
        schemas.remove(name);
    }

    @Override
    public void createTable(TableDefinition definition) {
        checkActive();
        ObjectName name = definition.name();
        checkNameFree("create table " + name, name);
        MemoryTable table = MemoryTable.create(definition, store.nextTableVersion());
        for (TableDefinition.ForeignKey reference : definition.foreignKeys()) {
            MemoryTable target = reference.references().equals(name) ? table : tables.get(reference.references());
            ForeignKeys.checkDefinition(definition, reference, target == null ? null : target.definition());
        }
        tables.put(name, table);
    }

    @Override
    public void dropTable(ObjectName name) {
        checkActive();
        table("drop table", name);
        for (MemoryTable other : tables.values()) {
            for (TableDefinition.ForeignKey reference : other.definition().foreignKeys()) {
                if (reference.references().equals(name)
                        && !other.definition().name().equals(name)) {
                    throw new GrismException(
                            ErrorCode.DEPENDENT_OBJECTS,
                            "Cannot drop table " + name + ": a foreign key of "
                                    + other.definition().name() + " references it. Drop that table first");
                }
            }
        }
        tables.remove(name);
    }

    @Override
    public void putObject(CatalogObject object) {
        checkActive();
        CatalogObject old = objects.get(object.name());
        if (old == null) {
            checkNameFree(
                    "create " + object.kind().toLowerCase(java.util.Locale.ROOT) + " " + object.name(), object.name());
        }
        objects.put(object.name(), object);
    }

    @Override
    public void dropObject(ObjectName name) {
        checkActive();
        if (objects.remove(name) == null) {
            throw new GrismException(ErrorCode.UNKNOWN_TABLE, "Cannot drop " + name + ": there is no such object");
        }
    }

    @Override
    public long append(ObjectName name, BatchStream rows) {
        try (rows) {
            checkActive();
            MemoryTable table = table("insert into", name);
            return orFail(() -> append(table, rows));
        }
    }

    private long append(MemoryTable table, BatchStream rows) {
        TableDefinition definition = table.definition();
        RowChecks checks =
                RowChecks.ofRows("insert into", definition, rows.schema().getFields());
        MemoryAppender appender = new MemoryAppender(table.rows());
        long count = 0;
        for (Batch next = rows.next(); next != null; next = rows.next()) {
            try (Batch batch = next;
                    RowChecks.Checked checked = checks.check(batch)) {
                count += batch.rowCount();
                if (table.rowCount() + count >= Integer.MAX_VALUE) {
                    throw new GrismException(
                            ErrorCode.NOT_SUPPORTED,
                            "Cannot insert into " + definition.name() + ": a table in memory holds at most "
                                    + Integer.MAX_VALUE + " rows");
                }
                appender.append(checked.vectors(), batch.rowCount());
            }
        }
        if (count > 0) {
            appended.add(definition.name());
            MemoryTable next = table.appended(appender.finish(), store.nextTableVersion());
            checkKeys("insert into", next, null);
            tables.put(definition.name(), next);
            new ForeignKeys(tables).checkRange("insert into", next, table.rowCount());
        }
        return count;
    }

    @Override
    public long delete(ObjectName name, BatchStream positions) {
        try (positions) {
            checkActive();
            MemoryTable table = table("delete from", name);
            return orFail(() -> delete(table, positions));
        }
    }

    private long delete(MemoryTable table, BatchStream positions) {
        RowChanges changes = new RowChanges(table, List.of());
        changes.readAll(positions);
        long[] deleted = changes.sortedRows();
        if (deleted.length == 0) {
            return 0;
        }
        MemoryTable next = table.replaced(changes.delete(deleted), store.nextTableVersion());
        tables.put(table.definition().name(), next);
        new ForeignKeys(tables).checkVanished("delete from", table, next, deleted, null);
        return deleted.length;
    }

    @Override
    public long update(ObjectName name, List<Integer> columns, BatchStream positionsAndValues) {
        try (positionsAndValues) {
            checkActive();
            MemoryTable table = table("update", name);
            return orFail(() -> update(table, columns, positionsAndValues));
        }
    }

    private long update(MemoryTable table, List<Integer> columns, BatchStream positionsAndValues) {
        RowChanges changes = new RowChanges(table, columns);
        changes.readAll(positionsAndValues);
        long[] updated = changes.sortedRows();
        if (updated.length == 0) {
            return 0;
        }
        MemoryTable next = table.updated(changes.update(), columns, store.nextTableVersion());
        checkKeys("update", next, columns);
        tables.put(table.definition().name(), next);
        ForeignKeys references = new ForeignKeys(tables);
        references.checkRows("update", next, updated, columns);
        references.checkVanished("update", table, next, updated, columns);
        return updated.length;
    }

    /** Fails when two rows have one key, of the keys that have one of the changed columns. */
    private static void checkKeys(String verb, MemoryTable table, @Nullable List<Integer> changed) {
        TableDefinition definition = table.definition();
        for (List<Integer> key : MemoryTable.keys(definition)) {
            if (changed != null && key.stream().noneMatch(changed::contains)) {
                continue;
            }
            MemoryKeyIndex index = table.index(key);
            if (!index.isUnique()) {
                throw new GrismException(
                        ErrorCode.UNIQUE_VIOLATION,
                        "Cannot " + verb + " " + definition.name() + ": a row with "
                                + KeyText.of(table.rows(), key, index.duplicate()) + " exists already. "
                                + (key.equals(definition.primaryKey())
                                        ? "The primary key must be unique"
                                        : "The key " + KeyText.names(definition, key) + " is declared unique"));
            }
        }
    }

    private interface Write {
        long run();
    }

    private long orFail(Write write) {
        State before = state;
        state = State.FAILED;
        long count = write.run();
        state = before;
        return count;
    }

    @Override
    public void commit() {
        checkActive();
        store.publish(new MemorySnapshot(base.version() + 1, schemas, tables, objects));
        state = State.COMMITTED;
        store.endWrite();
    }

    @Override
    public void close() {
        if (state == State.ACTIVE || state == State.FAILED) {
            state = State.CLOSED;
            for (ObjectName name : appended) {
                MemoryTable table = base.table(name);
                if (table != null) {
                    table.discardNewer();
                }
            }
            store.endWrite();
        }
    }

    private void checkActive() {
        if (state != State.ACTIVE) {
            throw new IllegalStateException("transaction is " + state);
        }
    }

    private MemoryTable table(String verb, ObjectName name) {
        MemoryTable table = tables.get(name);
        if (table == null) {
            throw new GrismException(
                    ErrorCode.UNKNOWN_TABLE, "Cannot " + verb + " " + name + ": there is no such table");
        }
        return table;
    }

    private void checkSchema(String what, String schema) {
        if (!schemas.contains(schema)) {
            throw new GrismException(ErrorCode.UNKNOWN_SCHEMA, "Cannot " + what + ": there is no schema " + schema);
        }
    }

    private void checkNameFree(String what, ObjectName name) {
        checkSchema(what, name.schema());
        if (tables.containsKey(name) || objects.containsKey(name)) {
            throw new GrismException(
                    ErrorCode.OBJECT_EXISTS, "Cannot " + what + ": " + name + " exists. Drop it first");
        }
    }
}
