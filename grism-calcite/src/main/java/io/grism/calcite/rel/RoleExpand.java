package io.grism.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.type.RelDataType;

/**
 * One step from a player of the input through the hyperedges in which it plays a role to the players of another role. Columns: the input's, {@code h.$id} of the hyperedge, and {@code v.$id} of the
 * player reached.
 */
public abstract class RoleExpand extends SingleRel {
    private final MatchGraph graph;
    private final Step step;

    /**
     * A step.
     *
     * @param from the input's column with the id of the player that it starts at
     * @param entryRoles edge ordinals of the incidences through which it enters a hyperedge
     * @param hyperedge variable of the hyperedge
     * @param edgeTables where the hyperedge may come from
     * @param exitRoles edge ordinals of the incidences through which it leaves the hyperedge
     * @param vertex variable of the player reached
     * @param vertexTables numbers of the element tables where that may come from
     */
    public record Step(
            int from,
            List<Integer> entryRoles,
            String hyperedge,
            List<Integer> edgeTables,
            List<Integer> exitRoles,
            String vertex,
            List<Integer> vertexTables) {
        public Step {
            entryRoles = List.copyOf(entryRoles);
            edgeTables = List.copyOf(edgeTables);
            exitRoles = List.copyOf(exitRoles);
            vertexTables = List.copyOf(vertexTables);
        }

        /** The same step from another column. */
        public Step withFrom(int column) {
            return new Step(column, entryRoles, hyperedge, edgeTables, exitRoles, vertex, vertexTables);
        }
    }

    protected RoleExpand(RelOptCluster cluster, RelTraitSet traits, RelNode input, MatchGraph graph, Step step) {
        super(cluster, traits, input);
        this.graph = graph;
        this.step = step;
    }

    public final MatchGraph graph() {
        return graph;
    }

    public final Step step() {
        return step;
    }

    @Override
    protected final RelDataType deriveRowType() {
        return GraphRows.of(
                        getCluster().getTypeFactory(), getInput().getRowType().getFieldList())
                .id(step.hyperedge)
                .id(step.vertex)
                .build();
    }

    @Override
    public final RelWriter explainTerms(RelWriter writer) {
        String text = "(" + GraphRows.variable(getInput(), step.from) + ")-[" + step.hyperedge + ":"
                + graph.edgeTableNames(step.edgeTables) + " FROM " + graph.edgeTableNames(step.entryRoles) + " TO "
                + graph.edgeTableNames(step.exitRoles) + "]->(" + step.vertex + ":"
                + graph.elementTableNames(step.vertexTables) + ")";
        return super.explainTerms(writer).item("graph", graph).item("step", new DigestTerm(text, step));
    }
}
