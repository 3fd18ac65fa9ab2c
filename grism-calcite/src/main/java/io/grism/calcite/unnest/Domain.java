package io.grism.calcite.unnest;

import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.logical.LogicalCorrelate;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/** The outer columns that the right plan of a Correlate uses (its keys), and their combinations in the left rows. */
final class Domain {
    private final RelNode left;
    private final CorrelationId id;
    private final List<Integer> columns;

    private Domain(RelNode left, CorrelationId id, List<Integer> columns) {
        this.left = left;
        this.id = id;
        this.columns = columns;
    }

    static Domain of(LogicalCorrelate correlate) {
        CorrelationId id = correlate.getCorrelationId();
        return new Domain(correlate.getLeft(), id, List.copyOf(OuterColumns.in(correlate.getRight(), Set.of(id))));
    }

    CorrelationId id() {
        return id;
    }

    int size() {
        return columns.size();
    }

    /** The left column of a key. */
    int column(int key) {
        return columns.get(key);
    }

    RelDataType type(int key) {
        return left.getRowType().getFieldList().get(column(key)).getType();
    }

    /** The combinations, each once, a column for each key. */
    RelNode rows() {
        List<RexNode> keys =
                columns.stream().map(column -> Rels.column(left, column)).toList();
        return Rels.distinct(Rels.project(left, keys));
    }

    boolean isUsed(RelNode rel) {
        return !OuterColumns.in(rel, Set.of(id)).isEmpty();
    }

    boolean isUsed(RexNode node) {
        return !OuterColumns.in(node, Set.of(id)).isEmpty();
    }

    /** Replaces the outer columns by what the function gives for their keys. */
    OuterColumns replacing(IntFunction<RexNode> keys) {
        return new OuterColumns(Set.of(id), column -> keys.apply(columns.indexOf(column)));
    }

    /** Whether two keys are the same; of NULLs too. */
    RexNode same(RexNode first, RexNode second, boolean notNull) {
        boolean equality =
                notNull || !first.getType().isNullable() || !second.getType().isNullable();
        return Rels.rex(left)
                .makeCall(
                        equality ? SqlStdOperatorTable.EQUALS : SqlStdOperatorTable.IS_NOT_DISTINCT_FROM,
                        first,
                        second);
    }
}
