package io.grism.calcite.query;

import io.grism.exec.storage.CatalogObject;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.TableSnapshot;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A snapshot that somebody else closes. */
record SharedSnapshot(Snapshot owner) implements Snapshot {
    @Override
    public long version() {
        return owner.version();
    }

    @Override
    public Set<String> schemas() {
        return owner.schemas();
    }

    @Override
    public Collection<TableSnapshot> tables() {
        return owner.tables();
    }

    @Override
    public Collection<CatalogObject> objects() {
        return owner.objects();
    }

    @Override
    public @Nullable TableSnapshot table(ObjectName name) {
        return owner.table(name);
    }

    @Override
    public @Nullable CatalogObject object(ObjectName name) {
        return owner.object(name);
    }

    @Override
    public void close() {}
}
