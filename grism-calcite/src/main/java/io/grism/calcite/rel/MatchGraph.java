package io.grism.calcite.rel;

import io.grism.exec.graph.GraphTables;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.plan.RelOptTable;

/**
 * A property graph as planning sees it: its element tables, and for each of them, in the order of {@link #tables()}, the table that tells its row
 * type and statistics. Equal when the element tables are.
 */
public record MatchGraph(GraphTables tables, List<RelOptTable> vertexTables, List<RelOptTable> edgeTables) {
    public MatchGraph {
        vertexTables = List.copyOf(vertexTables);
        edgeTables = List.copyOf(edgeTables);
        if (vertexTables.size() != tables.vertices().size()
                || edgeTables.size() != tables.edges().size()) {
            throw new IllegalArgumentException("one table for each element table");
        }
    }

    /** The names of vertex tables, as EXPLAIN shows them: {@code Person|Company}. */
    public String vertexTableNames(List<Integer> ordinals) {
        return ordinals.stream()
                .map(ordinal -> tables.vertices().get(ordinal).table().name())
                .collect(Collectors.joining("|"));
    }

    /** The names of edge tables, as EXPLAIN shows them. */
    public String edgeTableNames(List<Integer> ordinals) {
        return ordinals.stream()
                .map(ordinal -> tables.edges().get(ordinal).table().name())
                .collect(Collectors.joining("|"));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MatchGraph that && tables.equals(that.tables);
    }

    @Override
    public int hashCode() {
        return tables.hashCode();
    }

    @Override
    public String toString() {
        return tables.name().toString();
    }
}
