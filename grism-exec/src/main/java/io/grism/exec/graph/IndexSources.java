package io.grism.exec.graph;

import io.grism.exec.storage.DerivedFiles;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.TableSnapshot;
import io.grism.exec.storage.TableSnapshot.Heirloom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The tables that an index is made of, each once, and the columns that it looks at: that of the edges first, the others always in the same order. */
final class IndexSources {
    private final TableSnapshot edges;
    private final Map<ObjectName, Source> tables = new LinkedHashMap<>();

    private record Source(TableSnapshot table, TreeSet<Integer> columns) {}

    /** Stays with a version of a table other than that of the edges, of which an index has been made. */
    private static final class Mark implements Heirloom {}

    IndexSources(TableSnapshot edges, List<Integer> columns) {
        this.edges = edges;
        add(edges, columns);
    }

    void add(TableSnapshot table, List<Integer> columns) {
        tables.computeIfAbsent(table.definition().name(), name -> new Source(table, new TreeSet<>()))
                .columns
                .addAll(columns);
    }

    TableSnapshot edges() {
        return edges;
    }

    List<Long> versions() {
        return tables.values().stream().map(source -> source.table.version()).toList();
    }

    Map<ObjectName, Integer> rowCounts() {
        Map<ObjectName, Integer> counts = new HashMap<>();
        tables.forEach((name, source) -> counts.put(name, Math.toIntExact(source.table.rowCount())));
        return counts;
    }

    long rowCount() {
        return tables.values().stream()
                .mapToLong(source -> source.table.rowCount())
                .sum();
    }

    /** How many of the rows of each table some versions had, if since then rows were only added, and other columns changed; else null. */
    @Nullable
    Map<ObjectName, Integer> grownFrom(List<Long> versions) {
        List<Source> now = new ArrayList<>(tables.values());
        if (versions.size() != now.size()) {
            return null;
        }
        Map<ObjectName, Integer> before = new HashMap<>();
        for (int i = 0; i < now.size(); i++) {
            TableSnapshot table = now.get(i).table;
            long rows = table.commonRows(versions.get(i), now.get(i).columns);
            if (rows < 0) {
                return null;
            }
            before.put(table.definition().name(), Math.toIntExact(rows));
        }
        return before;
    }

    /** Where an index may be kept; null when some of the tables do not last in these versions. */
    @Nullable
    DerivedFiles files() {
        boolean allLast = tables.values().stream().allMatch(source -> source.table.derivedFiles() != null);
        return allLast ? edges.derivedFiles() : null;
    }

    /** Has later versions of the tables remember these, from which an index can grow. */
    void use() {
        tables.values().forEach(source -> source.table.derived(Mark.class, Mark.class, Mark::new));
    }

    /** Has others do the same, who open the database later. */
    void use(DerivedFiles files) {
        tables.forEach((name, source) -> {
            if (!files.has(source.table.version())) {
                files.write(KeptIndex.name("used", name.toString()), source.table.version(), out -> {});
            }
        });
    }
}
