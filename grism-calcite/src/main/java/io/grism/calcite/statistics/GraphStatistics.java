package io.grism.calcite.statistics;

import io.grism.calcite.rel.MatchGraph;
import io.grism.calcite.rel.MatchProperty;
import io.grism.exec.graph.Direction;
import io.grism.exec.graph.ElementKind;
import io.grism.exec.storage.ColumnStatistics;
import io.grism.exec.storage.TableSnapshot;
import java.util.List;
import java.util.Map;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/** What is known of the sizes of a graph: rows of its element tables, edges per vertex, distinct values of properties. */
public final class GraphStatistics {
    /** Distinct values per row of a column that nothing is known of. */
    private static final double DEFAULT_DISTINCT_FRACTION = 0.1;

    private final MatchGraph graph;

    public GraphStatistics(MatchGraph graph) {
        this.graph = graph;
    }

    /** Elements of some element tables, by their numbers. */
    public double vertices(List<Integer> tables) {
        return tables.stream()
                .mapToDouble(table -> graph.elementTable(table).getRowCount())
                .sum();
    }

    /** Edges and incidences of some edge ordinals. */
    public double edges(List<Integer> ordinals) {
        return ordinals.stream().mapToDouble(this::edges).sum();
    }

    private double edges(int ordinal) {
        int edgeTables = graph.edgeTables().size();
        return ordinal < edgeTables
                ? graph.edgeTables().get(ordinal).getRowCount()
                : new RoleStatistics(graph, graph.tables().incidences().get(ordinal - edgeTables)).incidences();
    }

    /**
     * How often edges connect a vertex of {@code fromTables} with a vertex of {@code toTables} in a direction: for ANY an edge may do so both ways.
     */
    public double connections(
            Direction direction, List<Integer> edgeTables, List<Integer> fromTables, List<Integer> toTables) {
        double connections = 0;
        for (int table : edgeTables) {
            int ways = ways(direction, table, fromTables, toTables);
            connections += ways == 0 ? 0 : ways * edges(table);
        }
        return connections;
    }

    private int ways(Direction direction, int edgeTable, List<Integer> fromTables, List<Integer> toTables) {
        int source = start(edgeTable);
        int destination = end(edgeTable);
        boolean out = direction != Direction.IN && fromTables.contains(source) && toTables.contains(destination);
        boolean in = direction != Direction.OUT && fromTables.contains(destination) && toTables.contains(source);
        return (out ? 1 : 0) + (in ? 1 : 0);
    }

    /** The number of the element table where a step along an edge ordinal starts. */
    public int start(int edgeOrdinal) {
        return graph.tables().start(edgeOrdinal);
    }

    /** The number of the element table where a step along an edge ordinal ends. */
    public int end(int edgeOrdinal) {
        return graph.tables().end(edgeOrdinal);
    }

    /** Different values of a property over the elements of some tables. */
    public double distinct(ElementKind kind, List<Integer> tables, MatchProperty property) {
        double distinct = 0;
        for (Map.Entry<Integer, RexNode> entry : property.byTable().entrySet()) {
            if (tables.contains(entry.getKey())) {
                distinct += distinct(table(kind, entry.getKey()), entry.getValue());
            }
        }
        return Math.max(1, distinct);
    }

    /** The part of the elements of some tables whose property is NULL. */
    public double nullFraction(ElementKind kind, List<Integer> tables, MatchProperty property) {
        double rows = 0;
        double nulls = 0;
        for (int ordinal : tables) {
            RelOptTable table = table(kind, ordinal);
            rows += table.getRowCount();
            RexNode expression = property.byTable().get(ordinal);
            ColumnStatistics column = expression == null ? null : column(table, expression);
            nulls += expression == null ? table.getRowCount() : column == null ? 0 : column.nulls();
        }
        return rows == 0 ? 0 : Math.min(1, nulls / rows);
    }

    /** Statistics of the column that is the property, if it is one of a single table. */
    public @Nullable ColumnStatistics column(ElementKind kind, List<Integer> tables, MatchProperty property) {
        if (tables.size() != 1) {
            return null;
        }
        RexNode expression = property.byTable().get(tables.get(0));
        return expression == null ? null : column(table(kind, tables.get(0)), expression);
    }

    private RelOptTable table(ElementKind kind, int ordinal) {
        return kind == ElementKind.VERTEX
                ? graph.elementTable(ordinal)
                : graph.elementTable(graph.tables().elementOfEdge(ordinal));
    }

    private static double distinct(RelOptTable table, RexNode expression) {
        double rows = Math.max(1, table.getRowCount());
        if (expression instanceof RexInputRef column && table.isKey(ImmutableBitSet.of(column.getIndex()))) {
            return rows;
        }
        ColumnStatistics statistics = column(table, expression);
        double distinct = statistics == null ? rows * DEFAULT_DISTINCT_FRACTION : statistics.distinct();
        return Math.max(1, Math.min(rows, distinct));
    }

    private static @Nullable ColumnStatistics column(RelOptTable table, RexNode expression) {
        TableSnapshot snapshot = table.unwrap(TableSnapshot.class);
        return snapshot != null && expression instanceof RexInputRef column
                ? snapshot.statistics(column.getIndex())
                : null;
    }
}
