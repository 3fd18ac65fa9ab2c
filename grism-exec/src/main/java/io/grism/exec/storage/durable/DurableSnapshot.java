package io.grism.exec.storage.durable;

import io.grism.exec.storage.CatalogObject;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.PagedSnapshot;
import io.grism.exec.storage.PagedTable;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A committed version, with its commit. */
final class DurableSnapshot extends PagedSnapshot {
    private final Commit commit;
    private final Map<Long, TableEntry> entries = new HashMap<>();

    DurableSnapshot(Commit commit, Map<ObjectName, PagedTable> tables, Map<ObjectName, CatalogObject> objects) {
        super(commit.number(), Set.copyOf(commit.schemas()), tables, objects);
        this.commit = commit;
        commit.tables().forEach(entry -> entries.put(entry.id(), entry));
    }

    Commit commit() {
        return commit;
    }

    /** A table of the commit by its id. */
    @Nullable
    TableEntry entry(long table) {
        return entries.get(table);
    }
}
