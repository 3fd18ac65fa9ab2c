package io.grism.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.type.RelDataType;

/**
 * The vertices of some vertex tables, read in the order of the tables. Columns: {@code v.$id}, then the properties. A property of the scanned vertex
 * is read with it, so a filter right above costs a scan of its columns.
 */
public abstract class NodeScan extends AbstractRelNode {
    private final MatchGraph graph;
    private final PatternVertex vertex;

    protected NodeScan(RelOptCluster cluster, RelTraitSet traits, MatchGraph graph, PatternVertex vertex) {
        super(cluster, traits);
        this.graph = graph;
        this.vertex = vertex;
    }

    public final MatchGraph graph() {
        return graph;
    }

    /** What is scanned: the vertex tables, and the properties that are read. */
    public final PatternVertex vertex() {
        return vertex;
    }

    @Override
    protected final RelDataType deriveRowType() {
        return GraphRows.of(getCluster().getTypeFactory(), List.of())
                .id(vertex.name())
                .properties(vertex.name(), vertex.properties())
                .build();
    }

    @Override
    public final RelWriter explainTerms(RelWriter writer) {
        String text = "(" + vertex.name() + ":" + graph.elementTableNames(vertex.tables()) + ")";
        return super.explainTerms(writer)
                .item("graph", graph)
                .item("vertex", new DigestTerm(text, vertex.tables()))
                .itemIf("properties", vertex.properties(), !vertex.properties().isEmpty());
    }
}
