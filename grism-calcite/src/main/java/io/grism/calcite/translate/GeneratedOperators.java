package io.grism.calcite.translate;

import io.grism.calcite.function.Decimals;
import io.grism.calcite.type.ArrowTypes;
import io.grism.exec.batch.TypeKind;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;

/** Replaces operations whose generated code would not mean what Grism promises by calls of static methods of our own. */
final class GeneratedOperators extends RexShuttle {
    private final RexBuilder builder;

    GeneratedOperators(RexBuilder builder) {
        this.builder = builder;
    }

    @Override
    public RexNode visitCall(RexCall original) {
        RexNode visited = super.visitCall(original);
        if (!(visited instanceof RexCall call)) {
            return visited;
        }
        boolean decimal = ArrowTypes.kind(call.getType()) == TypeKind.DECIMAL && call.operands.size() == 2;
        return switch (call.getKind()) {
            case PLUS -> decimal ? decimal(call, "plus") : call;
            case MINUS -> decimal ? decimal(call, "minus") : call;
            case TIMES -> decimal ? decimal(call, "times") : call;
            case DIVIDE -> decimal ? decimal(call, "divide") : call;
            case MOD -> decimal ? decimal(call, "modulo") : call;
            default -> call;
        };
    }

    private RexNode decimal(RexCall call, String method) {
        RelDataType type = call.getType();
        for (RexNode operand : call.getOperands()) {
            if (ArrowTypes.kind(operand.getType()) != TypeKind.DECIMAL) {
                return call;
            }
        }
        List<RexNode> arguments = new ArrayList<>(call.getOperands());
        arguments.add(builder.makeExactLiteral(java.math.BigDecimal.valueOf(type.getPrecision())));
        arguments.add(builder.makeExactLiteral(java.math.BigDecimal.valueOf(type.getScale())));
        return builder.makeCall(type, StaticMethods.operator(Decimals.class, method), arguments);
    }
}
