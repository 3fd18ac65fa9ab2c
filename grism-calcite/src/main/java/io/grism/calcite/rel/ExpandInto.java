package io.grism.calcite.rel;

import io.grism.exec.graph.Direction;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.type.RelDataType;

/** The edges between two vertices of the input: closes a cycle. Columns: the input's, and {@code e.$id}. */
public abstract class ExpandInto extends SingleRel {
    private final MatchGraph graph;
    private final Step step;

    /**
     * A step between known vertices.
     *
     * @param from the input's column with the id of the vertex that it starts at
     * @param to the input's column with the id of the vertex that it ends at; may be {@code from}
     * @param edge variable of the edge
     * @param edgeTables where the edge may come from
     */
    public record Step(int from, int to, Direction direction, String edge, List<Integer> edgeTables) {
        public Step {
            edgeTables = List.copyOf(edgeTables);
        }
    }

    protected ExpandInto(RelOptCluster cluster, RelTraitSet traits, RelNode input, MatchGraph graph, Step step) {
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
                .build();
    }

    @Override
    public final RelWriter explainTerms(RelWriter writer) {
        String text = GraphRows.arrow(
                GraphRows.variable(getInput(), step.from),
                step.direction,
                step.edge + ":" + graph.edgeTableNames(step.edgeTables),
                GraphRows.variable(getInput(), step.to));
        return super.explainTerms(writer).item("graph", graph).item("step", new DigestTerm(text, step));
    }
}
