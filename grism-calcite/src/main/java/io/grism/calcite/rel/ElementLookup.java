package io.grism.calcite.rel;

import io.grism.exec.graph.ElementKind;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.type.RelDataType;

/** Fetches properties of an element of the input by its id. Columns: the input's, then the properties. */
public abstract class ElementLookup extends SingleRel {
    private final MatchGraph graph;
    private final ElementKind kind;
    private final int element;
    private final List<MatchProperty> properties;

    /** {@code element} is the input's column with the id. */
    protected ElementLookup(
            RelOptCluster cluster,
            RelTraitSet traits,
            RelNode input,
            MatchGraph graph,
            ElementKind kind,
            int element,
            List<MatchProperty> properties) {
        super(cluster, traits, input);
        this.graph = graph;
        this.kind = kind;
        this.element = element;
        this.properties = List.copyOf(properties);
    }

    public final MatchGraph graph() {
        return graph;
    }

    public final ElementKind kind() {
        return kind;
    }

    public final int element() {
        return element;
    }

    public final List<MatchProperty> properties() {
        return properties;
    }

    @Override
    protected final RelDataType deriveRowType() {
        return GraphRows.of(
                        getCluster().getTypeFactory(), getInput().getRowType().getFieldList())
                .properties(GraphRows.variable(getInput(), element), properties)
                .build();
    }

    @Override
    public final RelWriter explainTerms(RelWriter writer) {
        String variable = GraphRows.variable(getInput(), element);
        return super.explainTerms(writer)
                .item("graph", graph)
                .item("element", new DigestTerm(variable, List.of(kind, element)))
                .item("properties", properties);
    }
}
