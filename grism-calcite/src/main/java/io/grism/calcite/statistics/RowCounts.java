package io.grism.calcite.statistics;

import io.grism.calcite.rel.GrismPartialAggregate;
import io.grism.calcite.rel.GrismRel;
import io.grism.calcite.rel.GrismTableScan;
import org.apache.calcite.plan.volcano.RelSubset;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinInfo;
import org.apache.calcite.rel.metadata.BuiltInMetadata;
import org.apache.calcite.rel.metadata.MetadataDef;
import org.apache.calcite.rel.metadata.MetadataHandler;
import org.apache.calcite.rel.metadata.RelMdUtil;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;

/** Row counts: scans by their predicate, joins by the distinct values of their keys. */
public final class RowCounts implements MetadataHandler<BuiltInMetadata.RowCount> {
    @Override
    public MetadataDef<BuiltInMetadata.RowCount> getDef() {
        return BuiltInMetadata.RowCount.DEF;
    }

    public Double getRowCount(GrismTableScan scan, RelMetadataQuery mq) {
        double rows = scan.getTable().getRowCount();
        RexNode predicate = scan.predicate();
        return predicate == null ? rows : Math.max(1, rows * mq.getSelectivity(scan, predicate));
    }

    /** All rels of a distributed set are held to have as many rows as the first one, so that moving rows early or late makes no difference to what is expected. */
    public Double getRowCount(RelSubset subset, RelMetadataQuery mq) {
        return mq.getRowCount(first(subset));
    }

    /** The rel that tells what to expect of its set. */
    static RelNode first(RelSubset subset) {
        RelNode original = subset.getOriginal();
        return original != null && subset.getConvention() == GrismRel.DISTRIBUTED
                ? original
                : subset.getBestOrOriginal();
    }

    public Double getRowCount(GrismPartialAggregate aggregate, RelMetadataQuery mq) {
        return aggregate.rows(mq);
    }

    /** Each key lets pass one of the distinct values on the side that has more of them. */
    public Double getRowCount(Join join, RelMetadataQuery mq) {
        double left = mq.getRowCount(join.getLeft());
        double right = mq.getRowCount(join.getRight());
        JoinInfo info = join.analyzeCondition();
        double matching = left * right;
        double leftShare = 1;
        for (int i = 0; i < info.leftKeys.size(); i++) {
            double leftValues = distinct(mq, join.getLeft(), info.leftKeys.get(i), left);
            double rightValues = distinct(mq, join.getRight(), info.rightKeys.get(i), right);
            matching /= Math.max(leftValues, rightValues);
            leftShare *= Math.min(1, rightValues / leftValues);
        }
        for (RexNode condition : info.nonEquiConditions) {
            double selectivity = RelMdUtil.guessSelectivity(condition);
            matching *= selectivity;
        }
        leftShare = info.leftKeys.isEmpty() ? 0.5 : leftShare;
        double rows =
                switch (join.getJoinType()) {
                    case LEFT -> Math.max(matching, left);
                    case RIGHT -> Math.max(matching, right);
                    case FULL -> Math.max(matching, left + right);
                    case SEMI -> Math.min(left, Math.max(1, left * leftShare));
                    case ANTI -> left * Math.max(0.1, 1 - leftShare);
                    default -> matching;
                };
        return Math.max(1, rows);
    }

    private static double distinct(RelMetadataQuery mq, RelNode input, int column, double rows) {
        Double values = mq.getDistinctRowCount(input, ImmutableBitSet.of(column), null);
        return Math.max(1, values == null ? rows / 10 : values);
    }
}
