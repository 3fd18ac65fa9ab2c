package io.grism.calcite.unnest;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;

/** Replaces the references to the columns of outer rows, those in sub-queries of an expression too. */
final class OuterColumns extends RexShuttle {
    private final Set<CorrelationId> ids;
    private final IntFunction<RexNode> replacements;

    /**
     * @param ids the variables that stand for the outer row
     * @param replacements what takes the place of the outer row's column of this index
     */
    OuterColumns(Set<CorrelationId> ids, IntFunction<RexNode> replacements) {
        this.ids = ids;
        this.replacements = replacements;
    }

    /** The outer row's columns that the plan uses, in order. */
    static Set<Integer> in(RelNode rel, Set<CorrelationId> ids) {
        Found found = new Found(ids);
        rel.accept(new RelHomogeneousShuttle() {
            @Override
            public RelNode visit(RelNode other) {
                other.accept(found);
                return super.visit(other);
            }
        });
        return found.columns;
    }

    static Set<Integer> in(RexNode node, Set<CorrelationId> ids) {
        Found found = new Found(ids);
        node.accept(found);
        return found.columns;
    }

    RelNode replace(RelNode rel) {
        return rel.accept(new RelHomogeneousShuttle() {
            @Override
            public RelNode visit(RelNode other) {
                return super.visit(other).accept(OuterColumns.this);
            }
        });
    }

    @Override
    public RexNode visitFieldAccess(RexFieldAccess access) {
        return isColumn(access, ids)
                ? replacements.apply(access.getField().getIndex())
                : super.visitFieldAccess(access);
    }

    @Override
    public RexNode visitSubQuery(RexSubQuery query) {
        RexSubQuery visited = (RexSubQuery) super.visitSubQuery(query);
        RelNode rel = replace(query.rel);
        return rel == query.rel ? visited : visited.clone(rel);
    }

    private static boolean isColumn(RexFieldAccess access, Set<CorrelationId> ids) {
        return access.getReferenceExpr() instanceof RexCorrelVariable variable && ids.contains(variable.id);
    }

    private static final class Found extends RexShuttle {
        private final Set<CorrelationId> ids;
        private final Set<Integer> columns = new TreeSet<>();

        Found(Set<CorrelationId> ids) {
            this.ids = ids;
        }

        @Override
        public RexNode visitFieldAccess(RexFieldAccess access) {
            if (isColumn(access, ids)) {
                columns.add(access.getField().getIndex());
            }
            return super.visitFieldAccess(access);
        }

        @Override
        public RexNode visitSubQuery(RexSubQuery query) {
            columns.addAll(in(query.rel, ids));
            return super.visitSubQuery(query);
        }
    }
}
