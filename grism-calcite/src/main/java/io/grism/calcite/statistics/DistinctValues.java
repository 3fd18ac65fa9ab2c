package io.grism.calcite.statistics;

import io.grism.calcite.catalog.GrismTable;
import io.grism.calcite.rel.EdgeScan;
import io.grism.calcite.rel.ElementLookup;
import io.grism.calcite.rel.Expand;
import io.grism.calcite.rel.ExpandCount;
import io.grism.calcite.rel.ExpandInto;
import io.grism.calcite.rel.GrismExchange;
import io.grism.calcite.rel.GrismTableScan;
import io.grism.calcite.rel.HyperedgeScan;
import io.grism.calcite.rel.MatchGraph;
import io.grism.calcite.rel.NodeScan;
import io.grism.calcite.rel.Reach;
import io.grism.calcite.rel.RoleExpand;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.volcano.RelSubset;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.metadata.BuiltInMetadata;
import org.apache.calcite.rel.metadata.MetadataDef;
import org.apache.calcite.rel.metadata.MetadataHandler;
import org.apache.calcite.rel.metadata.RelMdUtil;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/** Numbers of distinct values, from the statistics of tables. */
public final class DistinctValues implements MetadataHandler<BuiltInMetadata.DistinctRowCount> {
    @Override
    public MetadataDef<BuiltInMetadata.DistinctRowCount> getDef() {
        return BuiltInMetadata.DistinctRowCount.DEF;
    }

    /** Asks a rel of the set even while none is the best yet. */
    public @Nullable Double getDistinctRowCount(
            RelSubset subset, RelMetadataQuery mq, ImmutableBitSet columns, @Nullable RexNode predicate) {
        return mq.getDistinctRowCount(RowCounts.first(subset), columns, predicate);
    }

    public @Nullable Double getDistinctRowCount(
            GrismExchange exchange, RelMetadataQuery mq, ImmutableBitSet columns, @Nullable RexNode predicate) {
        return mq.getDistinctRowCount(exchange.getInput(), columns, predicate);
    }

    /** From the values of the input: a predicate that goes down with the question makes it another one on each way through a wide join. */
    public Double getDistinctRowCount(
            Filter filter, RelMetadataQuery mq, ImmutableBitSet columns, @Nullable RexNode predicate) {
        return kept(filter, mq, values(filter.getInput(), mq, columns), selected(filter, mq, predicate));
    }

    /** Columns of the input have its values; what is computed may be different in each row. */
    public Double getDistinctRowCount(
            Project project, RelMetadataQuery mq, ImmutableBitSet columns, @Nullable RexNode predicate) {
        ImmutableBitSet.Builder asked = ImmutableBitSet.builder();
        for (int column : columns) {
            RexNode expression = project.getProjects().get(column);
            if (expression instanceof RexInputRef ref) {
                asked.set(ref.getIndex());
            } else if (!RexUtil.isConstant(expression)) {
                asked.addAll(RelOptUtil.InputFinder.bits(expression));
            }
        }
        return kept(project, mq, values(project.getInput(), mq, asked.build()), selected(project, mq, predicate));
    }

    /** Pairs of the values of both sides. */
    public Double getDistinctRowCount(
            Join join, RelMetadataQuery mq, ImmutableBitSet columns, @Nullable RexNode predicate) {
        int width = join.getLeft().getRowType().getFieldCount();
        ImmutableBitSet left = columns.intersect(ImmutableBitSet.range(width));
        ImmutableBitSet right = columns.except(left).shift(-width);
        double pairs = values(join.getLeft(), mq, left) * values(join.getRight(), mq, right);
        double rows = selected(join, mq, predicate);
        return rows <= pairs ? rows : RelMdUtil.numDistinctVals(Math.max(1, pairs), rows);
    }

    /** The values of an input: as many as rows where they are not known. A question without an answer is not remembered, so there must be one in a deep plan. */
    private static double values(RelNode input, RelMetadataQuery mq, ImmutableBitSet columns) {
        Double values = columns.isEmpty() ? Double.valueOf(1) : mq.getDistinctRowCount(input, columns, null);
        return values == null ? mq.getRowCount(input) : values;
    }

    public @Nullable Double getDistinctRowCount(
            TableScan scan, RelMetadataQuery mq, ImmutableBitSet columns, @Nullable RexNode predicate) {
        List<Integer> stored =
                IntStream.range(0, scan.getRowType().getFieldCount()).boxed().toList();
        return distinct(scan, stored, mq, columns, predicate);
    }

    public @Nullable Double getDistinctRowCount(
            GrismTableScan scan, RelMetadataQuery mq, ImmutableBitSet columns, @Nullable RexNode predicate) {
        return distinct(scan, scan.columns(), mq, columns, predicate);
    }

    public @Nullable Double getDistinctRowCount(
            NodeScan scan, RelMetadataQuery mq, ImmutableBitSet columns, @Nullable RexNode predicate) {
        return columns.get(0) ? selected(scan, mq, predicate) : null;
    }

    public @Nullable Double getDistinctRowCount(
            EdgeScan scan, RelMetadataQuery mq, ImmutableBitSet columns, @Nullable RexNode predicate) {
        double rows = selected(scan, mq, predicate);
        if (columns.cardinality() != 1 || columns.get(0)) {
            return rows;
        }
        GraphStatistics statistics = new GraphStatistics(scan.graph());
        List<Integer> tables = scan.edgeTables().stream()
                .map(table -> columns.get(1) ? statistics.start(table) : statistics.end(table))
                .distinct()
                .toList();
        return RelMdUtil.numDistinctVals(Math.max(1.0, statistics.vertices(tables)), rows);
    }

    public @Nullable Double getDistinctRowCount(
            Expand expand, RelMetadataQuery mq, ImmutableBitSet columns, @Nullable RexNode predicate) {
        return stepped(expand, expand.graph(), List.of(), expand.step().vertexTables(), mq, columns, predicate);
    }

    /**
     * The elements crossed and reached are as many as there are rows at most, and as there are in their tables.
     *
     * @param crossed the tables of the elements in between, none where these are different in each row
     */
    private static @Nullable Double stepped(
            SingleRel step,
            MatchGraph graph,
            List<Integer> crossed,
            List<Integer> reached,
            RelMetadataQuery mq,
            ImmutableBitSet columns,
            @Nullable RexNode predicate) {
        int width = step.getInput().getRowType().getFieldCount();
        double rows = selected(step, mq, predicate);
        if (columns.get(width) && crossed.isEmpty()) {
            return rows;
        }
        ImmutableBitSet own = columns.intersect(ImmutableBitSet.range(width));
        Double values = own.isEmpty() ? Double.valueOf(1) : mq.getDistinctRowCount(step.getInput(), own, null);
        if (values == null) {
            return null;
        }
        GraphStatistics statistics = new GraphStatistics(graph);
        double between = columns.get(width) ? statistics.vertices(crossed) : 1;
        double ends = columns.get(width + 1) ? statistics.vertices(reached) : 1;
        return RelMdUtil.numDistinctVals(Math.max(1, values * between * ends), rows);
    }

    /** The count follows from the vertex. */
    public @Nullable Double getDistinctRowCount(
            ExpandCount expand, RelMetadataQuery mq, ImmutableBitSet columns, @Nullable RexNode predicate) {
        int width = expand.getInput().getRowType().getFieldCount();
        ImmutableBitSet asked =
                columns.get(width) ? columns.clear(width).set(expand.step().from()) : columns;
        Double values = asked.isEmpty() ? Double.valueOf(1) : mq.getDistinctRowCount(expand.getInput(), asked, null);
        return values == null ? null : kept(expand, mq, values, selected(expand, mq, predicate));
    }

    /** Where the starts are kept, each comes with each vertex once. */
    public @Nullable Double getDistinctRowCount(
            Reach reach, RelMetadataQuery mq, ImmutableBitSet columns, @Nullable RexNode predicate) {
        int vertex = reach.getRowType().getFieldCount() - 1;
        double rows = selected(reach, mq, predicate);
        double ends = columns.get(vertex)
                ? new GraphStatistics(reach.graph()).vertices(reach.walks().vertexTables())
                : 1;
        ImmutableBitSet own = columns.intersect(ImmutableBitSet.range(vertex));
        Double starts = own.isEmpty() ? Double.valueOf(1) : mq.getDistinctRowCount(reach.getInput(), own, null);
        return starts == null ? null : RelMdUtil.numDistinctVals(Math.max(1, starts * ends), rows);
    }

    public @Nullable Double getDistinctRowCount(
            ExpandInto expand, RelMetadataQuery mq, ImmutableBitSet columns, @Nullable RexNode predicate) {
        int width = expand.getInput().getRowType().getFieldCount();
        double rows = selected(expand, mq, predicate);
        if (columns.get(width)) {
            return rows;
        }
        Double values = mq.getDistinctRowCount(expand.getInput(), columns, null);
        return values == null ? null : RelMdUtil.numDistinctVals(Math.max(1, values), rows);
    }

    /** Properties follow from the element, so their values are as many as elements at most. */
    public @Nullable Double getDistinctRowCount(
            ElementLookup lookup, RelMetadataQuery mq, ImmutableBitSet columns, @Nullable RexNode predicate) {
        ImmutableBitSet own =
                ImmutableBitSet.range(lookup.getInput().getRowType().getFieldCount());
        ImmutableBitSet asked =
                own.contains(columns) ? columns : columns.intersect(own).set(lookup.element());
        Double values = mq.getDistinctRowCount(lookup.getInput(), asked, null);
        return values == null ? null : kept(lookup, mq, values, selected(lookup, mq, predicate));
    }

    public @Nullable Double getDistinctRowCount(
            HyperedgeScan scan, RelMetadataQuery mq, ImmutableBitSet columns, @Nullable RexNode predicate) {
        return selected(scan, mq, predicate);
    }

    public @Nullable Double getDistinctRowCount(
            RoleExpand expand, RelMetadataQuery mq, ImmutableBitSet columns, @Nullable RexNode predicate) {
        List<Integer> hyperedges = expand.step().edgeTables().stream()
                .map(expand.graph().tables()::elementOfEdge)
                .toList();
        return stepped(expand, expand.graph(), hyperedges, expand.step().vertexTables(), mq, columns, predicate);
    }

    /** The values that are left when a rel keeps only some rows of its input; where all rows differ, those left do. */
    private static double kept(SingleRel rel, RelMetadataQuery mq, double values, double rows) {
        double all = mq.getRowCount(rel.getInput());
        return values >= all || rows >= all
                ? Math.max(1, Math.min(values, rows))
                : RelMdUtil.numDistinctVals(Math.max(1, values), rows);
    }

    private static double selected(RelNode rel, RelMetadataQuery mq, @Nullable RexNode predicate) {
        double rows = mq.getRowCount(rel);
        Double share = predicate == null ? Double.valueOf(1) : mq.getSelectivity(rel, predicate);
        return Math.max(1, share == null ? rows : rows * share);
    }

    private static @Nullable Double distinct(
            TableScan scan,
            List<Integer> stored,
            RelMetadataQuery mq,
            ImmutableBitSet columns,
            @Nullable RexNode predicate) {
        double rows = mq.getRowCount(scan);
        double selected = predicate == null ? rows : rows * mq.getSelectivity(scan, predicate);
        RelOptTable optTable = scan.getTable();
        GrismTable table = optTable == null ? null : optTable.unwrap(GrismTable.class);
        double values = 1;
        for (int column : columns) {
            int ordinal = stored.get(column);
            if (table == null
                    || ordinal
                            >= table.snapshot()
                                    .definition()
                                    .schema()
                                    .getFields()
                                    .size()) {
                return null;
            }
            values = Math.min(
                    rows,
                    values * Math.max(1, table.snapshot().statistics(ordinal).distinct()));
        }
        if (predicate == null || values >= rows) {
            return Math.max(1, Math.min(values, selected));
        }
        return RelMdUtil.numDistinctVals(Math.max(1, values), Math.max(1, selected));
    }
}
