package io.grism.calcite.rel;

import io.grism.exec.graph.Direction;
import io.grism.exec.graph.Starts;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.type.RelDataType;

/**
 * What walks from a vertex of the input reach, however many walks lead there: a search level by level. Columns: the input's, and {@code v.$id} of each vertex reached, once per input row; or, when the starts are
 * taken together, only {@code v.$id} of each vertex that is reached from any.
 */
public abstract class Reach extends SingleRel {
    private final MatchGraph graph;
    private final Walks walks;
    private final Starts starts;

    /**
     * The walks.
     *
     * @param from the input's column with the id of the vertex that they start at
     * @param edgeTables where each of their edges may come from
     * @param least edges of the shortest walk
     * @param most edges of the longest walk
     * @param vertex variable of the vertex reached
     * @param vertexTables where that may come from
     */
    public record Walks(
            int from,
            Direction direction,
            List<Integer> edgeTables,
            int least,
            int most,
            String vertex,
            List<Integer> vertexTables) {
        public Walks {
            edgeTables = List.copyOf(edgeTables);
            vertexTables = List.copyOf(vertexTables);
        }

        /** The same walks from another column. */
        public Walks withFrom(int column) {
            return new Walks(column, direction, edgeTables, least, most, vertex, vertexTables);
        }
    }

    protected Reach(
            RelOptCluster cluster, RelTraitSet traits, RelNode input, MatchGraph graph, Walks walks, Starts starts) {
        super(cluster, traits, input);
        this.graph = graph;
        this.walks = walks;
        this.starts = starts;
    }

    public final MatchGraph graph() {
        return graph;
    }

    public final Walks walks() {
        return walks;
    }

    public final Starts starts() {
        return starts;
    }

    @Override
    protected final RelDataType deriveRowType() {
        return GraphRows.of(
                        getCluster().getTypeFactory(),
                        starts == Starts.EACH ? getInput().getRowType().getFieldList() : List.of())
                .id(walks.vertex)
                .build();
    }

    @Override
    public final RelWriter explainTerms(RelWriter writer) {
        String text = GraphRows.arrow(
                GraphRows.variable(getInput(), walks.from),
                walks.direction,
                graph.edgeTableNames(walks.edgeTables) + "{" + walks.least + "," + walks.most + "}",
                walks.vertex + ":" + graph.elementTableNames(walks.vertexTables));
        return super.explainTerms(writer)
                .item("graph", graph)
                .item("walks", new DigestTerm(text, walks))
                .item("starts", starts);
    }
}
