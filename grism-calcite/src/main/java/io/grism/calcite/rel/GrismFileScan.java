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

/** Some columns of the rows of a file. */
public final class GrismFileScan extends TableScan implements GrismRel {
    private static final double PARSE = 5;

    private final ImmutableList<Integer> columns;

    public GrismFileScan(RelOptCluster cluster, RelTraitSet traits, RelOptTable table, List<Integer> columns) {
        super(cluster, traits, List.of(), table);
        this.columns = ImmutableList.copyOf(columns);
    }

    /** Ordinals of the file's columns, in the order delivered. */
    public List<Integer> columns() {
        return columns;
    }

    @Override
    public RelDataType deriveRowType() {
        RelDataTypeFactory.Builder row = getCluster().getTypeFactory().builder();
        columns.forEach(column -> row.add(table.getRowType().getFieldList().get(column)));
        return row.build();
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new GrismFileScan(getCluster(), traits, table, columns);
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer).item("columns", getRowType().getFieldNames());
    }

    @Override
    public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
        return elapsed(mq.getRowCount(this) * (PARSE + columns.size()));
    }
}
