package io.grism.exec.storage;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.BatchStream;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The one running write of a store: a working copy of the catalog of a version, whose tables are new versions sharing the pages of the old. What it changes is put on top of the
 * newest version at the end.
 */
final class PagedTransaction implements WriteTransaction {
    private enum State {
        ACTIVE,
        FAILED,
        /** Began to commit: whether the changes last is not known. */
        IN_DOUBT,
        COMMITTED,
        CLOSED
    }

    private final PagedStore store;
    private final PagedSnapshot on;
    private final PagedSnapshot newest;
    private final TransactionConflicts conflicts;
    private final SortedSet<String> schemas;
    private final SortedMap<ObjectName, PagedTable> tables;
    private final SortedMap<ObjectName, CatalogObject> objects;
    private final Set<String> changedSchemas = new HashSet<>();
    private final Set<ObjectName> changedTables = new HashSet<>();
    private final Set<ObjectName> changedObjects = new HashSet<>();
    private final Set<String> changes = new LinkedHashSet<>();

    private State state = State.ACTIVE;

    /** Copies of all that a transaction changes. */
    private record Copies(
            PagedTransaction owner,
            SortedSet<String> schemas,
            SortedMap<ObjectName, PagedTable> tables,
            SortedMap<ObjectName, CatalogObject> objects,
            Set<String> changedSchemas,
            Set<ObjectName> changedTables,
            Set<ObjectName> changedObjects,
            Set<String> changes)
            implements Mark {}

    PagedTransaction(PagedStore store, PagedSnapshot on, PagedSnapshot newest) {
        this.store = store;
        this.on = on;
        this.newest = newest;
        this.conflicts = new TransactionConflicts(on, newest);
        this.schemas = new TreeSet<>(on.schemas());
        this.tables = new TreeMap<>(on.tableMap());
        this.objects = new TreeMap<>(on.objectMap());
    }

    @Override
    public Snapshot view() {
        checkActive();
        return new PagedSnapshot(on.version(), schemas, tables, objects);
    }

    @Override
    public void createSchema(String name) {
        checkActive();
        if (schemas.contains(name)) {
            throw new GrismException(ErrorCode.OBJECT_EXISTS, "Cannot create schema " + name + ": it exists");
        }
        conflicts.checkSchema("create schema " + name, name);
        schemas.add(name);
        changedSchemas.add(name);
        changes.add("CREATE SCHEMA " + name);
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
        conflicts.checkEmpty("drop schema " + name, name);
        schemas.remove(name);
        changedSchemas.add(name);
        changes.add("DROP SCHEMA " + name);
    }

    @Override
    public void createTable(TableDefinition definition) {
        checkActive();
        ObjectName name = definition.name();
        String what = "create table " + name;
        checkNameFree(what, name);
        PagedTable table =
                PagedTable.of(store.nextNumber(), definition, store.nextNumber(), PagedRows.empty(definition.schema()));
        for (TableDefinition.ForeignKey reference : definition.foreignKeys()) {
            PagedTable target = reference.references().equals(name) ? table : tables.get(reference.references());
            ForeignKeys.checkDefinition(definition, reference, target == null ? null : target.definition());
            if (target != table) {
                useUnchanged(what, reference.references());
            }
        }
        put(table);
        changes.add("CREATE TABLE " + name);
    }

    @Override
    public void dropTable(ObjectName name) {
        checkActive();
        table("drop table", name);
        for (PagedTable other : tables.values()) {
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
        String what = "drop table " + name;
        useUnchanged(what, name);
        conflicts.checkReferencing(what, name, changedTables, null);
        conflicts.checkNoNewObjects(what);
        tables.remove(name);
        changedTables.add(name);
        changes.add("DROP TABLE " + name);
    }

    @Override
    public void putObject(CatalogObject object) {
        checkActive();
        ObjectName name = object.name();
        String what = "create " + object.kind().toLowerCase(Locale.ROOT) + " " + name;
        if (objects.containsKey(name)) {
            conflicts.checkName(what, name);
            conflicts.checkNoNewObjects(what);
        } else {
            checkNameFree(what, name);
        }
        conflicts.checkNothingGone(what);
        objects.put(name, object);
        changedObjects.add(name);
        changes.add("CREATE " + object.kind() + " " + name);
    }

    @Override
    public void dropObject(ObjectName name) {
        checkActive();
        CatalogObject object = objects.get(name);
        if (object == null) {
            throw new GrismException(ErrorCode.UNKNOWN_TABLE, "Cannot drop " + name + ": there is no such object");
        }
        String what = "drop " + name;
        conflicts.checkName(what, name);
        conflicts.checkNoNewObjects(what);
        objects.remove(name);
        changedObjects.add(name);
        changes.add("DROP " + object.kind() + " " + name);
    }

    @Override
    public long append(ObjectName name, BatchStream rows) {
        try (rows) {
            checkActive();
            PagedTable table = changeable("insert into", name);
            return orFail(() -> append(table, rows));
        }
    }

    private long append(PagedTable table, BatchStream rows) {
        TableDefinition definition = table.definition();
        RowChecks checks =
                RowChecks.ofRows("insert into", definition, rows.schema().getFields());
        try (SegmentKeeper keeper = new SegmentKeeper(writer(table), table.rows())) {
            return append(table, rows, checks, new PagedAppender(table.rows(), keeper));
        }
    }

    private long append(PagedTable table, BatchStream rows, RowChecks checks, PagedAppender appender) {
        TableDefinition definition = table.definition();
        long count = 0;
        for (Batch next = rows.next(); next != null; next = rows.next()) {
            try (Batch batch = next;
                    RowChecks.Checked checked = checks.check(batch)) {
                count += batch.rowCount();
                if (table.rowCount() + count >= Integer.MAX_VALUE) {
                    throw new GrismException(
                            ErrorCode.NOT_SUPPORTED,
                            "Cannot insert into " + definition.name() + ": a table holds at most " + Integer.MAX_VALUE
                                    + " rows");
                }
                appender.append(checked.vectors(), batch.rowCount());
            }
        }
        if (count > 0) {
            PagedTable next = table.appended(appender.finish(), store.nextNumber());
            checkKeys("insert into", next, null);
            useReferenced("insert into", definition, null);
            put(next);
            changes.add("INSERT " + definition.name());
            new ForeignKeys(tables).checkRange("insert into", next, table.rowCount());
        }
        return count;
    }

    @Override
    public long delete(ObjectName name, BatchStream positions) {
        try (positions) {
            checkActive();
            PagedTable table = changeable("delete from", name);
            return orFail(() -> delete(table, positions));
        }
    }

    private long delete(PagedTable table, BatchStream positions) {
        long[] deleted;
        PagedTable next;
        try (RowChanges changed = new RowChanges(table, List.of(), writer(table))) {
            changed.readAll(positions);
            deleted = changed.sortedRows();
            if (deleted.length == 0) {
                return 0;
            }
            next = table.replaced(changed.delete(deleted), store.nextNumber());
        }
        useReferencing("delete from", table.definition(), null);
        put(next);
        changes.add("DELETE " + table.definition().name());
        new ForeignKeys(tables).checkVanished("delete from", table, next, deleted, null);
        return deleted.length;
    }

    @Override
    public long update(ObjectName name, List<Integer> columns, BatchStream positionsAndValues) {
        try (positionsAndValues) {
            checkActive();
            PagedTable table = changeable("update", name);
            return orFail(() -> update(table, columns, positionsAndValues));
        }
    }

    private long update(PagedTable table, List<Integer> columns, BatchStream positionsAndValues) {
        long[] updated;
        PagedTable next;
        try (RowChanges changed = new RowChanges(table, columns, writer(table))) {
            changed.readAll(positionsAndValues);
            updated = changed.sortedRows();
            if (updated.length == 0) {
                return 0;
            }
            next = table.updated(changed.update(), columns, store.nextNumber());
        }
        checkKeys("update", next, columns);
        useReferenced("update", table.definition(), columns);
        useReferencing("update", table.definition(), columns);
        put(next);
        changes.add("UPDATE " + table.definition().name());
        ForeignKeys references = new ForeignKeys(tables);
        references.checkRows("update", next, updated, columns);
        references.checkVanished("update", table, next, updated, columns);
        return updated.length;
    }

    /** Fails when two rows have one key, of the keys that have one of the changed columns. */
    private static void checkKeys(String verb, PagedTable table, @Nullable List<Integer> changed) {
        TableDefinition definition = table.definition();
        for (List<Integer> key : PagedTable.keys(definition)) {
            if (changed != null && key.stream().noneMatch(changed::contains)) {
                continue;
            }
            PagedKeyIndex index = table.index(key);
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
    public Mark mark() {
        checkActive();
        return new Copies(
                this,
                new TreeSet<>(schemas),
                new TreeMap<>(tables),
                new TreeMap<>(objects),
                new HashSet<>(changedSchemas),
                new HashSet<>(changedTables),
                new HashSet<>(changedObjects),
                new LinkedHashSet<>(changes));
    }

    @Override
    public void rollBackTo(Mark mark) {
        if (state != State.ACTIVE && state != State.FAILED) {
            throw new IllegalStateException("transaction is " + state);
        }
        if (!(mark instanceof Copies copies) || copies.owner() != this) {
            throw new IllegalArgumentException("not a mark of this transaction");
        }
        restore(schemas, copies.schemas());
        restore(tables, copies.tables());
        restore(objects, copies.objects());
        restore(changedSchemas, copies.changedSchemas());
        restore(changedTables, copies.changedTables());
        restore(changedObjects, copies.changedObjects());
        restore(changes, copies.changes());
        state = State.ACTIVE;
    }

    private static <T> void restore(Set<T> now, Set<T> then) {
        now.clear();
        now.addAll(then);
    }

    private static <K, V> void restore(Map<K, V> now, Map<K, V> then) {
        now.clear();
        now.putAll(then);
    }

    @Override
    public void commit() {
        checkActive();
        state = State.IN_DOUBT;
        if (!changes.isEmpty()) {
            store.commit(newest, merged(), String.join(", ", changes));
        }
        state = State.COMMITTED;
        store.endWrite();
    }

    /** The newest version with the changes. */
    private PagedSnapshot merged() {
        SortedSet<String> allSchemas = new TreeSet<>(newest.schemas());
        for (String name : changedSchemas) {
            allSchemas.remove(name);
            if (schemas.contains(name)) {
                allSchemas.add(name);
            }
        }
        return new PagedSnapshot(
                newest.version() + 1,
                allSchemas,
                merged(newest.tableMap(), tables, changedTables),
                merged(newest.objectMap(), objects, changedObjects));
    }

    private static <T> Map<ObjectName, T> merged(
            Map<ObjectName, T> theirs, Map<ObjectName, T> own, Set<ObjectName> changed) {
        Map<ObjectName, T> all = new HashMap<>(theirs);
        for (ObjectName name : changed) {
            T value = own.get(name);
            if (value == null) {
                all.remove(name);
            } else {
                all.put(name, value);
            }
        }
        return all;
    }

    @Override
    public void close() {
        if (state != State.COMMITTED && state != State.CLOSED) {
            state = State.CLOSED;
            store.endWrite();
        }
    }

    private void put(PagedTable table) {
        ObjectName name = table.definition().name();
        tables.put(name, table);
        changedTables.add(name);
    }

    private SegmentWriter writer(PagedTable table) {
        return new SegmentWriter() {
            @Override
            public Segment sealed(Segment closed) {
                return store.sealed(table, closed);
            }

            @Override
            public @Nullable Executor executor() {
                return store.writers();
            }

            @Override
            public Segment joined(Segment tail, Segment more) {
                return store.joined(table, tail, more);
            }
        };
    }

    /** Fails when others have changed a table; else goes on with the newest form of it, whose indexes are shared and can grow. */
    private void useUnchanged(String what, ObjectName name) {
        if (!changedTables.contains(name)) {
            conflicts.checkTable(what, name);
            PagedTable same = newest.table(name);
            if (same != null) {
                tables.put(name, same);
            }
        }
    }

    /** The tables that one references, through some columns or all (null), must not have changed. */
    private void useReferenced(String verb, TableDefinition definition, @Nullable List<Integer> columns) {
        for (TableDefinition.ForeignKey reference : definition.foreignKeys()) {
            if (columns == null || reference.columns().stream().anyMatch(columns::contains)) {
                useUnchanged(verb + " " + definition.name(), reference.references());
            }
        }
    }

    /** The tables that reference one must not have changed. */
    private void useReferencing(String verb, TableDefinition definition, @Nullable List<Integer> columns) {
        conflicts.checkReferencing(verb + " " + definition.name(), definition.name(), changedTables, columns);
    }

    private void checkActive() {
        if (state != State.ACTIVE) {
            throw new IllegalStateException("transaction is " + state);
        }
    }

    private PagedTable table(String verb, ObjectName name) {
        PagedTable table = tables.get(name);
        if (table == null) {
            throw new GrismException(
                    ErrorCode.UNKNOWN_TABLE, "Cannot " + verb + " " + name + ": there is no such table");
        }
        return table;
    }

    private PagedTable changeable(String verb, ObjectName name) {
        table(verb, name);
        useUnchanged(verb + " " + name, name);
        return table(verb, name);
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
        conflicts.checkName(what, name);
    }
}
