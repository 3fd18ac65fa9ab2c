package io.grism.calcite.rel;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Some columns of the rows of a stored table, those for which a condition over these columns is TRUE. */
public final class GrismTableScan extends TableScan implements GrismRel {
    private final ImmutableList<Integer> columns;
    private final @Nullable RexNode predicate;

    public GrismTableScan(
            RelOptCluster cluster,
            RelTraitSet traits,
            RelOptTable table,
            List<Integer> columns,
            @Nullable RexNode predicate) {
        super(cluster, traits, List.of(), table);
        this.columns = ImmutableList.copyOf(columns);
        this.predicate = predicate;
    }

    /** Ordinals in the table's row type, in the order delivered. */
    public List<Integer> columns() {
        return columns;
    }

    /** Over the delivered columns; null for TRUE. */
    public @Nullable RexNode predicate() {
        return predicate;
    }

    @Override
    public RelDataType deriveRowType() {
        RelDataTypeFactory.Builder row = getCluster().getTypeFactory().builder();
        columns.forEach(column -> row.add(table.getRowType().getFieldList().get(column)));
        return row.build();
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new GrismTableScan(getCluster(), traits, table, columns, predicate);
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer)
                .item("columns", getRowType().getFieldNames())
                .itemIf("predicate", predicate, predicate != null);
    }

    @Override
    public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
        return elapsed(table.getRowCount() * (0.1 + 0.1 * columns.size()) + mq.getRowCount(this));
    }
}
