package io.grism.calcite.unnest;

import java.util.List;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexVisitorImpl;
import org.jspecify.annotations.Nullable;

/** Which expressions have a value for every row: these may be computed for rows, and for combinations of outer columns, that the query does not ask for. */
final class Totality extends RexVisitorImpl<@Nullable Void> {
    private boolean total = true;

    private Totality() {
        super(true);
    }

    static boolean isTotal(List<RexNode> nodes) {
        Totality totality = new Totality();
        nodes.forEach(node -> node.accept(totality));
        return totality.total;
    }

    @Override
    public @Nullable Void visitCall(RexCall call) {
        switch (call.getKind()) {
            case EQUALS,
                    NOT_EQUALS,
                    LESS_THAN,
                    LESS_THAN_OR_EQUAL,
                    GREATER_THAN,
                    GREATER_THAN_OR_EQUAL,
                    IS_DISTINCT_FROM,
                    IS_NOT_DISTINCT_FROM,
                    AND,
                    OR,
                    NOT,
                    IS_NULL,
                    IS_NOT_NULL,
                    IS_TRUE,
                    IS_NOT_TRUE,
                    IS_FALSE,
                    IS_NOT_FALSE,
                    CASE,
                    COALESCE -> {}
            case CAST -> total &= RexUtil.isLosslessCast(call);
            default -> total = false;
        }
        return super.visitCall(call);
    }
}
