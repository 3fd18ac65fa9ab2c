package io.grism.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * How many rows an {@link Expand} makes of each row of the input, instead of these rows. Columns: the input's, and {@code e.$count}. Rows of which it makes none are left out.
 */
public abstract class ExpandCount extends SingleRel {
    private final MatchGraph graph;
    private final Expand.Step step;

    protected ExpandCount(
            RelOptCluster cluster, RelTraitSet traits, RelNode input, MatchGraph graph, Expand.Step step) {
        super(cluster, traits, input);
        this.graph = graph;
        this.step = step;
    }

    public final MatchGraph graph() {
        return graph;
    }

    public final Expand.Step step() {
        return step;
    }

    @Override
    protected final RelDataType deriveRowType() {
        return getCluster()
                .getTypeFactory()
                .builder()
                .addAll(getInput().getRowType().getFieldList())
                .add(step.edge() + ".$count", SqlTypeName.BIGINT)
                .uniquify()
                .build();
    }

    @Override
    public final RelWriter explainTerms(RelWriter writer) {
        String text = GraphRows.arrow(
                GraphRows.variable(getInput(), step.from()),
                step.direction(),
                step.edge() + ":" + graph.edgeTableNames(step.edgeTables()),
                step.vertex() + ":" + graph.elementTableNames(step.vertexTables()));
        return super.explainTerms(writer)
                .item("graph", graph)
                .item(
                        "step",
                        new DigestTerm(
                                text, List.of(step.from(), step.direction(), step.edgeTables(), step.vertexTables())));
    }
}
