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
 * Two steps along edges from two vertices of the input to the vertices that both reach: closes a cycle without walking its open ends. Columns: the input's, {@code e.$id}, {@code v.$id}, {@code f.$id}.
 *
 * <p>After Ngo, Ré and Rudra, "Skew Strikes Back" (SIGMOD Record 2013): the cost is that of the smaller of two sets of neighbours, not of all neighbours of neighbours.
 */
public abstract class ExpandIntersect extends SingleRel {
    private final MatchGraph graph;
    private final Expand.Step first;
    private final Leg second;

    /**
     * The other step to the vertex.
     *
     * @param from the input's column with the id of the vertex that it starts at
     * @param edge variable of the edge
     * @param edgeTables where the edge may come from
     */
    public record Leg(int from, Direction direction, String edge, List<Integer> edgeTables) {
        public Leg {
            edgeTables = List.copyOf(edgeTables);
        }
    }

    protected ExpandIntersect(
            RelOptCluster cluster, RelTraitSet traits, RelNode input, MatchGraph graph, Expand.Step first, Leg second) {
        super(cluster, traits, input);
        this.graph = graph;
        this.first = first;
        this.second = second;
    }

    public final MatchGraph graph() {
        return graph;
    }

    public final Expand.Step first() {
        return first;
    }

    public final Leg second() {
        return second;
    }

    @Override
    protected final RelDataType deriveRowType() {
        return GraphRows.of(
                        getCluster().getTypeFactory(), getInput().getRowType().getFieldList())
                .id(first.edge())
                .id(first.vertex())
                .id(second.edge)
                .build();
    }

    @Override
    public final RelWriter explainTerms(RelWriter writer) {
        String one = GraphRows.arrow(
                GraphRows.variable(getInput(), first.from()),
                first.direction(),
                first.edge() + ":" + graph.edgeTableNames(first.edgeTables()),
                first.vertex() + ":" + graph.elementTableNames(first.vertexTables()));
        String other = GraphRows.arrow(
                GraphRows.variable(getInput(), second.from),
                second.direction,
                second.edge + ":" + graph.edgeTableNames(second.edgeTables),
                first.vertex());
        return super.explainTerms(writer)
                .item("graph", graph)
                .item("first", new DigestTerm(one, first))
                .item("second", new DigestTerm(other, second));
    }
}
