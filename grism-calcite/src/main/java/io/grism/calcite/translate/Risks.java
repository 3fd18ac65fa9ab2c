package io.grism.calcite.translate;

import io.grism.calcite.function.TotalKinds;
import java.util.EnumSet;
import java.util.Set;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/** Which expressions may end in an error for some row. */
final class Risks extends RexVisitorImpl<@Nullable Void> {
    private static final Set<SqlKind> SAFE = EnumSet.of(
            SqlKind.PLUS,
            SqlKind.MINUS,
            SqlKind.TIMES,
            SqlKind.CHECKED_PLUS,
            SqlKind.CHECKED_MINUS,
            SqlKind.CHECKED_TIMES,
            SqlKind.MINUS_PREFIX,
            SqlKind.CHECKED_MINUS_PREFIX,
            SqlKind.LIKE,
            SqlKind.EXTRACT,
            SqlKind.TRIM,
            SqlKind.CHAR_LENGTH);

    private static final Set<String> SAFE_NAMES = Set.of("UPPER", "LOWER", "||");

    private boolean found;

    private Risks() {
        super(true);
    }

    /** Whether an evaluation may fail; checked addition, subtraction and multiplication count as safe here, to keep hot conditions in kernels. */
    static boolean mayFail(RexNode node) {
        Risks risks = new Risks();
        node.accept(risks);
        return risks.found;
    }

    @Override
    public @Nullable Void visitCall(RexCall call) {
        found |= call.getKind() == SqlKind.CAST
                ? Kernels.function(call) == null
                : !TotalKinds.ALL.contains(call.getKind())
                        && !SAFE.contains(call.getKind())
                        && !SAFE_NAMES.contains(call.getOperator().getName());
        return super.visitCall(call);
    }
}
