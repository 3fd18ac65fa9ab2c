package io.grism.calcite.unnest;

import io.grism.calcite.function.TotalKinds;
import java.util.List;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.SqlKind;
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
        total &=
                call.getKind() == SqlKind.CAST ? RexUtil.isLosslessCast(call) : TotalKinds.ALL.contains(call.getKind());
        return super.visitCall(call);
    }
}
