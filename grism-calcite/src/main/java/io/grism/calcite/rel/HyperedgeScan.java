package io.grism.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.type.RelDataType;

/** The hyperedges of some edge tables, where they stand in the place of vertices. One column: {@code h.$id}. */
public abstract class HyperedgeScan extends AbstractRelNode {
    private final MatchGraph graph;
    private final String variable;
    private final List<Integer> edgeTables;

    protected HyperedgeScan(
            RelOptCluster cluster, RelTraitSet traits, MatchGraph graph, String variable, List<Integer> edgeTables) {
        super(cluster, traits);
        this.graph = graph;
        this.variable = variable;
        this.edgeTables = List.copyOf(edgeTables);
    }

    public final MatchGraph graph() {
        return graph;
    }

    public final String variable() {
        return variable;
    }

    /** Ordinals of the edge tables. */
    public final List<Integer> edgeTables() {
        return edgeTables;
    }

    @Override
    protected final RelDataType deriveRowType() {
        return GraphRows.of(getCluster().getTypeFactory(), List.of())
                .id(variable)
                .build();
    }

    @Override
    public final RelWriter explainTerms(RelWriter writer) {
        String text = "(" + variable + ":" + graph.edgeTableNames(edgeTables) + ")";
        return super.explainTerms(writer).item("graph", graph).item("hyperedge", new DigestTerm(text, edgeTables));
    }
}
