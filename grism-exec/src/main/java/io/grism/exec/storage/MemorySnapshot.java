package io.grism.exec.storage;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One version of a database in memory. The garbage collector frees it; closing does nothing. */
final class MemorySnapshot implements Snapshot {
    private final long version;
    private final SortedSet<String> schemas;
    private final SortedMap<ObjectName, MemoryTable> tables;
    private final SortedMap<ObjectName, CatalogObject> objects;

    MemorySnapshot(
            long version,
            Set<String> schemas,
            Map<ObjectName, MemoryTable> tables,
            Map<ObjectName, CatalogObject> objects) {
        this.version = version;
        this.schemas = Collections.unmodifiableSortedSet(new TreeSet<>(schemas));
        this.tables = Collections.unmodifiableSortedMap(new TreeMap<>(tables));
        this.objects = Collections.unmodifiableSortedMap(new TreeMap<>(objects));
    }

    @Override
    public long version() {
        return version;
    }

    @Override
    public Set<String> schemas() {
        return schemas;
    }

    @Override
    public Collection<TableSnapshot> tables() {
        return Collections.unmodifiableCollection(tables.values());
    }

    @Override
    public Collection<CatalogObject> objects() {
        return objects.values();
    }

    @Override
    public @Nullable MemoryTable table(ObjectName name) {
        return tables.get(name);
    }

    @Override
    public @Nullable CatalogObject object(ObjectName name) {
        return objects.get(name);
    }

    SortedMap<ObjectName, MemoryTable> tableMap() {
        return tables;
    }

    SortedMap<ObjectName, CatalogObject> objectMap() {
        return objects;
    }

    @Override
    public void close() {}
}
