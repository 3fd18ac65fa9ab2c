package io.grism.calcite.catalog;

import com.google.common.collect.Multimap;
import com.google.common.collect.Multimaps;
import io.grism.exec.storage.CatalogObject;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.TableSnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.schema.Function;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.jspecify.annotations.Nullable;

/**
 * What one statement sees of a snapshot: schemas, tables, views and graphs under their names. It remembers what was looked up, which is what the statement's plan depends
 * on. Single-threaded.
 */
public final class SnapshotCatalog {
    /** The name of the pseudo column of row positions. */
    public static final String ROW_ID = "$rowid";

    private static final Map<String, FileFunction> TABLE_FUNCTIONS = Map.copyOf(FileFunction.all());
    private static final Multimap<String, Function> FUNCTIONS = Multimaps.forMap(Map.copyOf(TABLE_FUNCTIONS));

    private final Snapshot snapshot;
    private final TableFactory factory;
    private final CalciteSchema root;
    private final Set<ObjectName> used;
    private final @Nullable String version;
    /** The versions that were asked for, by the names of their schemas: they stand in the root of each other, too. */
    private final Map<String, SnapshotCatalog> versions;

    private final RootSchema rootSchema;

    private final RowTypes rowTypes;
    private final ViewTypes viewTypes;

    /**
     * A catalog over a snapshot, which stays the caller's.
     *
     * @param rowIds the table that shows its row positions as {@link #ROW_ID}, or null
     */
    public SnapshotCatalog(Snapshot snapshot, RowTypes rowTypes, ViewTypes viewTypes, @Nullable ObjectName rowIds) {
        this.snapshot = snapshot;
        this.rowTypes = rowTypes;
        this.viewTypes = viewTypes;
        this.factory = new TableFactory(rowTypes, viewTypes, rowIds, null);
        this.used = new LinkedHashSet<>();
        this.version = null;
        this.versions = new HashMap<>();
        this.rootSchema = new RootSchema();
        this.root = CalciteSchema.createRootSchema(false, false, "", rootSchema);
    }

    private SnapshotCatalog(Snapshot snapshot, String version, SnapshotCatalog of) {
        this.snapshot = snapshot;
        this.rowTypes = of.rowTypes;
        this.viewTypes = of.viewTypes;
        this.factory = new TableFactory(of.rowTypes, of.viewTypes, null, version);
        this.used = of.used;
        this.version = version;
        this.versions = of.versions;
        this.rootSchema = new RootSchema();
        this.root = of.root;
    }

    /** The database in another version: its schemas are in one of the name {@link #versionSchema}. UNKNOWN_VERSION when there is none. */
    public SnapshotCatalog at(VersionName wanted) {
        String text = wanted.text();
        SnapshotCatalog known = versions.get(versionSchema(text));
        if (known == null) {
            if (!(snapshot instanceof VersionedSnapshot versioned)) {
                throw new IllegalStateException("not a snapshot that knows others");
            }
            known = new SnapshotCatalog(versioned.at(text), text, this);
            versions.put(versionSchema(text), known);
        }
        return known;
    }

    /** The name of the schema that all schemas of a version are in; no other one has it, in whatever case. */
    public static String versionSchema(String version) {
        StringBuilder name = new StringBuilder("@");
        for (int i = 0; i < version.length(); i++) {
            char c = version.charAt(i);
            name.append(c == '^' ? "^^" : Character.toLowerCase(c) == c ? String.valueOf(c) : "^" + c);
        }
        return name.toString();
    }

    /** The version that this is of; null for the one that the statement reads otherwise. */
    @Nullable
    String version() {
        return version;
    }

    /** The catalog of a version that was asked for before. */
    SnapshotCatalog ofVersionSchema(String name) {
        return Objects.requireNonNull(versions.get(name));
    }

    /** The functions that stand where a table may, by name. */
    public static Map<String, FileFunction> tableFunctions() {
        return TABLE_FUNCTIONS;
    }

    public Snapshot snapshot() {
        return snapshot;
    }

    /** Makes a table, by its name in a statement, the target of an INSERT: its text columns take any length. To be called before names are looked up. */
    public void setInsertTarget(List<String> names, String currentSchema) {
        String schema = findSchema(names.size() > 1 ? names.get(names.size() - 2) : currentSchema);
        ObjectName found = schema == null ? null : findObject(new ObjectName(schema, names.get(names.size() - 1)));
        if (found != null) {
            factory.setTarget(found);
        }
    }

    CalciteSchema root() {
        return root;
    }

    /** Notes that the statement reads an object. */
    void use(ObjectName name) {
        used.add(name);
    }

    /** The tables, views and graphs that were looked up so far. */
    public Set<ObjectName> used() {
        return Set.copyOf(used);
    }

    /** The schema of this name, in the case it was made with; null when there is none. */
    public @Nullable String findSchema(String name) {
        if (snapshot.schemas().contains(name)) {
            return name;
        }
        for (String candidate : snapshot.schemas()) {
            if (candidate.equalsIgnoreCase(name)) {
                return candidate;
            }
        }
        return null;
    }

    /** The table, view, graph or index of this name, in the case it was made with; null when there is none. */
    public @Nullable ObjectName findObject(ObjectName name) {
        if (snapshot.table(name) != null || snapshot.object(name) != null) {
            return name;
        }
        for (String candidate : takenNames(name.schema())) {
            if (candidate.equalsIgnoreCase(name.name())) {
                return new ObjectName(name.schema(), candidate);
            }
        }
        return null;
    }

    /** A table, view or graph; null when there is none of exactly this name. */
    public @Nullable Table table(String schema, String name) {
        CalciteSchema in = root.getSubSchema(schema, true);
        CalciteSchema.TableEntry entry = in == null ? null : in.getTable(name, true);
        return entry == null ? null : entry.getTable();
    }

    /** Names of the tables, views and graphs of a schema. */
    public Collection<String> objectNames(String schema) {
        return names(schema, object -> !object.kind().equals(TableIndex.KIND));
    }

    /** Names of all that a schema holds. */
    public Collection<String> takenNames(String schema) {
        return names(schema, object -> true);
    }

    private Collection<String> names(String schema, Predicate<CatalogObject> isWanted) {
        List<String> names = new ArrayList<>();
        for (TableSnapshot table : snapshot.tables()) {
            if (table.definition().name().schema().equals(schema)) {
                names.add(table.definition().name().name());
            }
        }
        for (CatalogObject object : snapshot.objects()) {
            if (object.name().schema().equals(schema) && isWanted.test(object)) {
                names.add(object.name().name());
            }
        }
        return names;
    }

    private final class RootSchema extends AbstractSchema {
        private final Map<String, Schema> schemas = new HashMap<>();

        RootSchema() {
            for (String schema : snapshot.schemas()) {
                schemas.put(schema, new NamedSchema(schema));
            }
        }

        @Override
        protected Map<String, Schema> getSubSchemaMap() {
            if (versions.isEmpty()) {
                return schemas;
            }
            Map<String, Schema> all = new HashMap<>(schemas);
            versions.forEach((name, catalog) -> all.put(name, catalog.rootSchema));
            return all;
        }

        @Override
        protected Multimap<String, Function> getFunctionMultimap() {
            return FUNCTIONS;
        }
    }

    private final class NamedSchema extends AbstractSchema {
        private final String name;
        private @Nullable Map<String, Table> tables;

        NamedSchema(String name) {
            this.name = name;
        }

        @Override
        protected Map<String, Table> getTableMap() {
            Map<String, Table> known = tables;
            if (known == null) {
                known = new TreeMap<>();
                for (TableSnapshot table : snapshot.tables()) {
                    if (table.definition().name().schema().equals(name)) {
                        known.put(table.definition().name().name(), factory.table(table, snapshot));
                    }
                }
                for (CatalogObject object : snapshot.objects()) {
                    if (object.name().schema().equals(name) && !object.kind().equals(TableIndex.KIND)) {
                        known.put(object.name().name(), factory.object(object));
                    }
                }
                tables = known;
            }
            return known;
        }
    }
}
