package io.grism.calcite.catalog;

import io.grism.exec.storage.CatalogObject;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.TableSnapshot;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a statement reads: one version, and those that names tell ({@link ObjectName#version()}), which are opened when they are first asked for. One name means the same version all the time. Closes all of
 * them. Thread-safe.
 */
public final class VersionedSnapshot implements Snapshot {
    private final Snapshot own;
    private final Function<VersionName, Snapshot> opener;
    private final Map<String, Snapshot> others = new HashMap<>();

    /** Takes over the snapshot, and those that {@code opener} gives. */
    public VersionedSnapshot(Snapshot own, Function<VersionName, Snapshot> opener) {
        this.own = own;
        this.opener = opener;
    }

    /** The version of a name; stays this snapshot's. UNKNOWN_VERSION when there is none, NOT_SUPPORTED when none are kept. */
    public synchronized Snapshot at(String version) {
        Snapshot known = others.get(version);
        if (known == null) {
            known = opener.apply(VersionName.parse(version));
            others.put(version, known);
        }
        return known;
    }

    @Override
    public long version() {
        return own.version();
    }

    @Override
    public Set<String> schemas() {
        return own.schemas();
    }

    @Override
    public Collection<TableSnapshot> tables() {
        return own.tables();
    }

    @Override
    public Collection<CatalogObject> objects() {
        return own.objects();
    }

    @Override
    public @Nullable TableSnapshot table(ObjectName name) {
        String version = name.version();
        return version == null ? own.table(name) : at(version).table(name.stored());
    }

    @Override
    public @Nullable CatalogObject object(ObjectName name) {
        String version = name.version();
        return version == null ? own.object(name) : at(version).object(name.stored());
    }

    @Override
    public synchronized void close() {
        try {
            others.values().forEach(Snapshot::close);
            others.clear();
        } finally {
            own.close();
        }
    }
}
