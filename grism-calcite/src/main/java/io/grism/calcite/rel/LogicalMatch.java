package io.grism.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.type.RelDataType;

/**
 * All matches of a graph pattern: its structure only. Conditions stand in a Filter above it, where the decorrelator understands them.
 *
 * <p>Columns, flat: for each vertex {@code v.$id} (BIGINT, not null) and its properties as {@code v.name}, then the same for each edge, walks aside.
 * The match optimiser replaces it; nothing implements it.
 */
public final class LogicalMatch extends AbstractRelNode {
    /** The column of an element's id, after its variable and a dot. */
    public static final String ID = "$id";

    private final MatchGraph graph;
    private final MatchPattern pattern;

    private LogicalMatch(RelOptCluster cluster, RelTraitSet traits, MatchGraph graph, MatchPattern pattern) {
        super(cluster, traits);
        this.graph = graph;
        this.pattern = pattern;
    }

    public static LogicalMatch create(RelOptCluster cluster, MatchGraph graph, MatchPattern pattern) {
        return new LogicalMatch(cluster, cluster.traitSetOf(Convention.NONE), graph, pattern);
    }

    public MatchGraph graph() {
        return graph;
    }

    public MatchPattern pattern() {
        return pattern;
    }

    /** The column of a vertex's id; its properties follow. */
    public int vertexColumn(int vertex) {
        int column = 0;
        for (int v = 0; v < vertex; v++) {
            column += 1 + pattern.vertices().get(v).properties().size();
        }
        return column;
    }

    /** The column of an edge's id; its properties follow. A walk has none. */
    public int edgeColumn(int edge) {
        int column = vertexColumn(pattern.vertices().size());
        for (int e = 0; e < edge; e++) {
            PatternEdge before = pattern.edges().get(e);
            column += before.isWalk() ? 0 : 1 + before.properties().size();
        }
        return column;
    }

    @Override
    protected RelDataType deriveRowType() {
        GraphRows row = GraphRows.of(getCluster().getTypeFactory(), List.of());
        pattern.vertices().forEach(vertex -> row.id(vertex.name()).properties(vertex.name(), vertex.properties()));
        pattern.edges().stream().filter(edge -> !edge.isWalk()).forEach(edge -> row.id(edge.name())
                .properties(edge.name(), edge.properties()));
        return row.build();
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer).item("graph", graph).item("pattern", pattern);
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new LogicalMatch(getCluster(), traits, graph, pattern);
    }
}
