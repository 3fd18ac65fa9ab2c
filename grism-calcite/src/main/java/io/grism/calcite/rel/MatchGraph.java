package io.grism.calcite.rel;

import io.grism.exec.graph.GraphTables;
import io.grism.exec.storage.ObjectName;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.calcite.plan.RelOptTable;

/**
 * A property graph as planning sees it: its element tables, and for each of them, in the order of {@link #tables()}, the table that tells its row
 * type and statistics. Equal when the element tables are.
 */
public record MatchGraph(
        GraphTables tables,
        List<RelOptTable> vertexTables,
        List<RelOptTable> edgeTables,
        Map<ObjectName, RelOptTable> throughTables) {
    public MatchGraph {
        throughTables = Map.copyOf(throughTables);
        vertexTables = List.copyOf(vertexTables);
        edgeTables = List.copyOf(edgeTables);
        if (vertexTables.size() != tables.vertices().size()
                || edgeTables.size() != tables.edges().size()) {
            throw new IllegalArgumentException("one table for each element table");
        }
    }

    /** A graph without tables of incidences. */
    public MatchGraph(GraphTables tables, List<RelOptTable> vertexTables, List<RelOptTable> edgeTables) {
        this(tables, vertexTables, edgeTables, Map.of());
    }

    /** The table of a vertex table or edge table. */
    public RelOptTable elementTable(int number) {
        int edge = tables.edgeOfElement(number);
        return edge < 0 ? vertexTables.get(number) : edgeTables.get(edge);
    }

    /** The names of element tables by their numbers, as EXPLAIN shows them: {@code Person|Company}. */
    public String elementTableNames(List<Integer> numbers) {
        return numbers.stream().map(number -> tables.table(number).name()).collect(Collectors.joining("|"));
    }

    /** The names of edge tables, and the roles of incidence tables, by edge ordinals, as EXPLAIN shows them. */
    public String edgeTableNames(List<Integer> ordinals) {
        int edges = tables.edges().size();
        List<GraphTables.IncidenceTable> incidences = tables.incidences();
        return ordinals.stream()
                .map(ordinal -> ordinal < edges
                        ? tables.edges().get(ordinal).table().name()
                        : incidences.get(ordinal - edges).role())
                .distinct()
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
