package io.grism.calcite.query;

import io.grism.calcite.catalog.TableIndex;
import io.grism.calcite.catalog.VersionedSnapshot;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.CatalogObject;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.TableDefinition;
import io.grism.exec.storage.TableSnapshot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The definitions that a plan was made from, and how large its tables were. */
public final class PlanDependencies {
    /** A plan is made anew when a table has grown or shrunk by this factor. */
    private static final long GROWTH = 8;

    private static final long SMALL_TABLE = 1000;

    private final Map<ObjectName, TableDefinition> tables = new HashMap<>();
    private final Map<ObjectName, Long> rowCounts = new HashMap<>();
    private final Map<ObjectName, CatalogObject> objects = new HashMap<>();
    private final Map<ObjectName, List<TableIndex>> indexes = new HashMap<>();

    PlanDependencies(Set<ObjectName> names, Snapshot snapshot) {
        for (ObjectName name : names) {
            TableSnapshot table = snapshot.table(name);
            CatalogObject object = snapshot.object(name);
            if (table != null) {
                tables.put(name, table.definition());
                rowCounts.put(name, table.rowCount());
                indexes.put(name, indexes(name, snapshot));
            } else if (object != null) {
                objects.put(name, object);
            }
        }
    }

    /** The tables, views and graphs read. */
    Set<ObjectName> names() {
        Set<ObjectName> names = new HashSet<>(tables.keySet());
        names.addAll(objects.keySet());
        return names;
    }

    private static List<TableIndex> indexes(ObjectName name, Snapshot snapshot) {
        String version = name.version();
        Snapshot of =
                version != null && snapshot instanceof VersionedSnapshot versions ? versions.at(version) : snapshot;
        return TableIndex.of(name.stored(), of);
    }

    /** Whether a plan may still run, and is likely to be a good one. */
    boolean hold(Snapshot snapshot) {
        return haveShape(snapshot)
                && rowCounts.entrySet().stream()
                        .allMatch(entry -> sameSize(
                                Objects.requireNonNull(snapshot.table(entry.getKey()))
                                        .rowCount(),
                                entry.getValue()));
    }

    /** Whether a plan may run: what it reads has the definitions that it was made for. */
    boolean haveShape(Snapshot snapshot) {
        try {
            return isShapeOf(snapshot);
        } catch (GrismException e) {
            if (e.code() == ErrorCode.UNKNOWN_VERSION) {
                // What it was made from may say another version by now; if not, making it again fails likewise.
                return false;
            }
            throw e;
        }
    }

    private boolean isShapeOf(Snapshot snapshot) {
        for (Map.Entry<ObjectName, TableDefinition> entry : tables.entrySet()) {
            TableSnapshot table = snapshot.table(entry.getKey());
            if (table == null
                    || !table.definition().equals(entry.getValue())
                    || !indexes(entry.getKey(), snapshot).equals(indexes.get(entry.getKey()))) {
                return false;
            }
        }
        for (Map.Entry<ObjectName, CatalogObject> entry : objects.entrySet()) {
            if (!entry.getValue().equals(snapshot.object(entry.getKey()))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameSize(long now, long then) {
        return now / GROWTH <= Math.max(then, SMALL_TABLE) && then / GROWTH <= Math.max(now, SMALL_TABLE);
    }
}
