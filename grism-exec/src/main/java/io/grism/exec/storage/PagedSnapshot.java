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

/** One version of a database. The garbage collector frees it; closing does nothing. Immutable and thread-safe. */
public class PagedSnapshot implements Snapshot {
    private final long version;
    private final SortedSet<String> schemas;
    private final SortedMap<ObjectName, PagedTable> tables;
    private final SortedMap<ObjectName, CatalogObject> objects;

    public PagedSnapshot(
            long version,
            Set<String> schemas,
            Map<ObjectName, PagedTable> tables,
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
    public @Nullable PagedTable table(ObjectName name) {
        return tables.get(name);
    }

    @Override
    public @Nullable CatalogObject object(ObjectName name) {
        return objects.get(name);
    }

    public final SortedMap<ObjectName, PagedTable> tableMap() {
        return tables;
    }

    public final SortedMap<ObjectName, CatalogObject> objectMap() {
        return objects;
    }

    @Override
    public void close() {}
}
