package io.grism.calcite.rule;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Drops casts to NOT NULL that only hold under the condition of a CASE: simplification moves the value away from its condition, and then takes NULL for a value.
 *
 * <pre>
 * CASE WHEN x IS NOT NULL THEN CAST(x AS T NOT NULL) ELSE y END  →  CASE WHEN x IS NOT NULL THEN x ELSE y END
 * </pre>
 */
final class GuardedCasts extends RelHomogeneousShuttle {
    private static final Set<SqlKind> KEEPING_TYPE = EnumSet.of(SqlKind.CASE, SqlKind.CAST, SqlKind.SAFE_CAST);

    @Override
    public RelNode visit(RelNode other) {
        RexBuilder rex = other.getCluster().getRexBuilder();
        boolean isCondition = other instanceof Filter || other instanceof Join;
        return super.visit(other).accept(new RexShuttle() {
            @Override
            public RexNode visitCall(RexCall call) {
                RexNode visited = super.visitCall(call);
                if (!(visited instanceof RexCall outer) || !isCondition && !outer.isA(SqlKind.CASE)) {
                    return visited;
                }
                List<RexNode> operands =
                        outer.getOperands().stream().map(GuardedCasts::uncast).toList();
                if (operands.equals(call.getOperands())) {
                    return call;
                }
                // the result of a comparison may be NULL now, which a condition takes for false
                return isCondition
                                && outer.getType().getSqlTypeName() == SqlTypeName.BOOLEAN
                                && !KEEPING_TYPE.contains(outer.getKind())
                        ? rex.makeCall(outer.getOperator(), operands)
                        : outer.clone(outer.getType(), operands);
            }
        });
    }

    private static RexNode uncast(RexNode node) {
        if (node instanceof RexCall cast
                && cast.isA(SqlKind.CAST)
                && !cast.getType().isNullable()) {
            RexNode value = cast.getOperands().get(0);
            return value.getType().isNullable() && SqlTypeUtil.equalSansNullability(cast.getType(), value.getType())
                    ? value
                    : cast;
        }
        return node;
    }
}
