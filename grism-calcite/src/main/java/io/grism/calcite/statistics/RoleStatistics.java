package io.grism.calcite.statistics;

import io.grism.calcite.rel.MatchGraph;
import io.grism.exec.graph.GraphTables.IncidenceTable;
import io.grism.exec.graph.GraphTables.Role;
import io.grism.exec.graph.GraphTables.Through;
import io.grism.exec.storage.ColumnStatistics;
import io.grism.exec.storage.TableSnapshot;
import java.util.List;
import org.apache.calcite.plan.RelOptTable;
import org.jspecify.annotations.Nullable;

/** What is known of the size of a role: how many incidences it has. */
public final class RoleStatistics {
    private final MatchGraph graph;
    private final IncidenceTable incidences;

    public RoleStatistics(MatchGraph graph, IncidenceTable incidences) {
        this.graph = graph;
        this.incidences = incidences;
    }

    /** The incidences of the role with players of this table. */
    public double incidences() {
        return declarations().stream().mapToDouble(this::incidences).sum();
    }

    private List<Role> declarations() {
        List<Role> roles = graph.tables().edges().get(incidences.edge()).roles();
        return incidences.declarations().stream().map(roles::get).toList();
    }

    private double incidences(Role role) {
        RelOptTable table = table(role);
        double nulls = 0;
        for (int column : keyColumns(role)) {
            ColumnStatistics statistics = column(table, column);
            nulls = Math.max(nulls, statistics == null ? 0 : statistics.nulls());
        }
        return Math.max(0, table.getRowCount() - nulls);
    }

    /** The table whose rows say who plays the role. */
    private RelOptTable table(Role role) {
        Through through = role.through();
        RelOptTable table = through == null ? null : graph.throughTables().get(through.table());
        return table == null ? graph.edgeTables().get(incidences.edge()) : table;
    }

    private static List<Integer> keyColumns(Role role) {
        Through through = role.through();
        return through == null ? role.edgeColumns() : through.playerKey();
    }

    private static @Nullable ColumnStatistics column(RelOptTable table, int column) {
        TableSnapshot snapshot = table.unwrap(TableSnapshot.class);
        return snapshot == null ? null : snapshot.statistics(column);
    }
}
