package io.grism.calcite.rel;

import io.grism.exec.graph.RoleProperty;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;

/** Answers questions about the incidences of hyperedges in the input. Columns: the input's, then the answers. */
public abstract class RoleLookup extends SingleRel {
    private final MatchGraph graph;
    private final List<Call> calls;

    /** A question over columns of the input, and the type of its answer. */
    public record Call(RoleProperty property, RelDataType type) {
        @Override
        public String toString() {
            return property.toString();
        }
    }

    protected RoleLookup(RelOptCluster cluster, RelTraitSet traits, RelNode input, MatchGraph graph, List<Call> calls) {
        super(cluster, traits, input);
        this.graph = graph;
        this.calls = List.copyOf(calls);
    }

    public final MatchGraph graph() {
        return graph;
    }

    public final List<Call> calls() {
        return calls;
    }

    @Override
    protected final RelDataType deriveRowType() {
        RelDataTypeFactory.Builder row = getCluster().getTypeFactory().builder();
        row.addAll(getInput().getRowType().getFieldList());
        for (Call call : calls) {
            row.add(text(call.property()), call.type());
        }
        return row.uniquify().build();
    }

    private String text(RoleProperty property) {
        String hyperedge = GraphRows.variable(getInput(), property.hyperedge());
        if (property instanceof RoleProperty.Plays plays) {
            return GraphRows.variable(getInput(), plays.player()) + " AS " + plays.role() + " IN " + hyperedge;
        }
        return (property instanceof RoleProperty.Arity ? "ARITY(" : "ROLES(") + hyperedge + ")";
    }

    @Override
    public final RelWriter explainTerms(RelWriter writer) {
        List<String> texts = calls.stream().map(call -> text(call.property())).toList();
        return super.explainTerms(writer)
                .item("graph", graph)
                .item("properties", new DigestTerm(String.join(", ", texts), calls));
    }
}
