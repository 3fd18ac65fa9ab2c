package io.grism.exec.graph;

import io.grism.exec.storage.DerivedFiles;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.TableSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tables that an index is made of, each once: that of the edges first, the others always in the same order. */
final class IndexSources {
    private final TableSnapshot edges;
    private final Map<ObjectName, TableSnapshot> tables = new LinkedHashMap<>();

    IndexSources(TableSnapshot edges) {
        this.edges = edges;
        add(edges);
    }

    void add(TableSnapshot table) {
        tables.putIfAbsent(table.definition().name(), table);
    }

    TableSnapshot edges() {
        return edges;
    }

    List<Long> versions() {
        return tables.values().stream().map(TableSnapshot::version).toList();
    }

    long rowCount() {
        return tables.values().stream().mapToLong(TableSnapshot::rowCount).sum();
    }

    /** How many of the rows of each table some versions had, if since then rows were only added; else null. */
    @Nullable
    Map<ObjectName, Integer> grownFrom(List<Long> versions) {
        List<TableSnapshot> now = new ArrayList<>(tables.values());
        if (versions.size() != now.size()) {
            return null;
        }
        Map<ObjectName, Integer> before = new HashMap<>();
        for (int i = 0; i < now.size(); i++) {
            long rows = now.get(i).commonRows(versions.get(i));
            if (rows < 0) {
                return null;
            }
            before.put(now.get(i).definition().name(), Math.toIntExact(rows));
        }
        return before;
    }

    /** Where an index may be kept; null when some of the tables do not last in these versions. */
    @Nullable
    DerivedFiles files() {
        boolean allLast = tables.values().stream().allMatch(table -> table.derivedFiles() != null);
        return allLast ? edges.derivedFiles() : null;
    }
}
