package io.grism.calcite.rel;

import io.grism.exec.graph.Direction;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.type.RelDataType;

/**
 * One step along edges from a vertex of the input to vertices not yet known. Columns: the input's, {@code e.$id}, and {@code v.$id} of the vertex reached.
 */
public abstract class Expand extends SingleRel {
    private final MatchGraph graph;
    private final Step step;

    /**
     * A step.
     *
     * @param from the input's column with the id of the vertex that it starts at
     * @param edge variable of the edge
     * @param edgeTables where the edge may come from
     * @param vertex variable of the vertex reached
     * @param vertexTables where that may come from
     */
    public record Step(
            int from,
            Direction direction,
            String edge,
            List<Integer> edgeTables,
            String vertex,
            List<Integer> vertexTables) {
        public Step {
            edgeTables = List.copyOf(edgeTables);
            vertexTables = List.copyOf(vertexTables);
        }

        /** The same step from another column. */
        public Step withFrom(int column) {
            return new Step(column, direction, edge, edgeTables, vertex, vertexTables);
        }
    }

    protected Expand(RelOptCluster cluster, RelTraitSet traits, RelNode input, MatchGraph graph, Step step) {
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
                .id(step.edge)
                .id(step.vertex)
                .build();
    }

    @Override
    public final RelWriter explainTerms(RelWriter writer) {
        String text = GraphRows.arrow(
                GraphRows.variable(getInput(), step.from),
                step.direction,
                step.edge + ":" + graph.edgeTableNames(step.edgeTables),
                step.vertex + ":" + graph.elementTableNames(step.vertexTables));
        return super.explainTerms(writer).item("graph", graph).item("step", new DigestTerm(text, step));
    }
}
