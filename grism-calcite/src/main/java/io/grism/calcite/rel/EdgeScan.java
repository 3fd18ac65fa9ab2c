package io.grism.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.type.RelDataType;

/**
 * The edges of some edge tables with both their ends; an edge that lacks an end is none. Columns: {@code e.$id}, the source's and the destination's {@code $id}.
 */
public abstract class EdgeScan extends AbstractRelNode {
    private final MatchGraph graph;
    private final String edge;
    private final String source;
    private final String destination;
    private final List<Integer> edgeTables;

    /** {@code edge}, {@code source} and {@code destination} are variables. */
    protected EdgeScan(
            RelOptCluster cluster,
            RelTraitSet traits,
            MatchGraph graph,
            String edge,
            String source,
            String destination,
            List<Integer> edgeTables) {
        super(cluster, traits);
        this.graph = graph;
        this.edge = edge;
        this.source = source;
        this.destination = destination;
        this.edgeTables = List.copyOf(edgeTables);
    }

    public final MatchGraph graph() {
        return graph;
    }

    public final String edge() {
        return edge;
    }

    public final String source() {
        return source;
    }

    public final String destination() {
        return destination;
    }

    public final List<Integer> edgeTables() {
        return edgeTables;
    }

    @Override
    protected final RelDataType deriveRowType() {
        return GraphRows.of(getCluster().getTypeFactory(), List.of())
                .id(edge)
                .id(source)
                .id(destination)
                .build();
    }

    @Override
    public final RelWriter explainTerms(RelWriter writer) {
        String text = "(" + source + ")-[" + edge + ":" + graph.edgeTableNames(edgeTables) + "]->(" + destination + ")";
        return super.explainTerms(writer).item("graph", graph).item("edge", new DigestTerm(text, edgeTables));
    }
}
