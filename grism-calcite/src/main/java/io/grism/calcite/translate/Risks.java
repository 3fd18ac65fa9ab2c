package io.grism.calcite.translate;

import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexVisitorImpl;
import org.jspecify.annotations.Nullable;

/** Which expressions may end in an error for some row. */
final class Risks extends RexVisitorImpl<@Nullable Void> {
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
                    PLUS,
                    MINUS,
                    TIMES,
                    CHECKED_PLUS,
                    CHECKED_MINUS,
                    CHECKED_TIMES,
                    MINUS_PREFIX,
                    CHECKED_MINUS_PREFIX,
                    LIKE,
                    EXTRACT,
                    TRIM,
                    CHAR_LENGTH,
                    CASE,
                    COALESCE -> {}
            case CAST -> found |= Kernels.function(call) == null;
            default -> {
                String name = call.getOperator().getName();
                found |= !name.equals("UPPER") && !name.equals("LOWER") && !name.equals("||");
            }
        }
        return super.visitCall(call);
    }
}
