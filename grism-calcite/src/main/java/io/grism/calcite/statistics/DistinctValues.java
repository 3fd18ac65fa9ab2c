package io.grism.calcite.statistics;

import io.grism.calcite.catalog.GrismTable;
import io.grism.calcite.rel.GrismTableScan;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.volcano.RelSubset;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.metadata.BuiltInMetadata;
import org.apache.calcite.rel.metadata.MetadataDef;
import org.apache.calcite.rel.metadata.MetadataHandler;
import org.apache.calcite.rel.metadata.RelMdUtil;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexNode;
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
        return mq.getDistinctRowCount(subset.getBestOrOriginal(), columns, predicate);
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
        return RelMdUtil.numDistinctVals(Math.max(1, values), Math.max(1, selected));
    }
}
