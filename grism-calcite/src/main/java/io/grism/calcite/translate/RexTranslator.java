package io.grism.calcite.translate;

import io.grism.calcite.type.ArrowTypes;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.expr.Expression;
import io.grism.exec.expr.Function;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.jspecify.annotations.Nullable;

/**
 * From Calcite's expressions to executable ones. A call whose operation has a kernel becomes a {@link Expression.Call}, anything else source of a
 * loop over the batch ({@link GeneratedSource}). Correlation variables keep their number: {@code $cor3.x} is
 * {@code OuterRef(3, ordinal of x)}.
 */
public final class RexTranslator {
    private final RexBuilder builder;
    private final RexShuttle before;
    private final Harmonizer harmonizer;
    private final GeneratedSource generated;

    /** A translator for the expressions of one statement; the builder's type factory is a {@link io.grism.calcite.type.GrismTypeFactory}. */
    public RexTranslator(RexBuilder builder) {
        this(builder, new RexShuttle());
    }

    RexTranslator(RexBuilder builder, RexShuttle before) {
        this.builder = builder;
        this.before = before;
        this.harmonizer = new Harmonizer(builder);
        this.generated = new GeneratedSource(builder);
    }

    /** The executable form of an expression over the columns of one input. */
    public Expression translate(RexNode node) {
        return convert(RexUtil.expandSearch(builder, null, node.accept(before)).accept(harmonizer));
    }

    /** The executable forms of several expressions. */
    public List<Expression> translate(List<? extends RexNode> nodes) {
        List<Expression> expressions = new ArrayList<>(nodes.size());
        for (RexNode node : nodes) {
            expressions.add(translate(node));
        }
        return expressions;
    }

    private Expression convert(RexNode node) {
        Expression expression = kernel(node);
        if (expression != null) {
            return expression;
        }
        Function split = node instanceof RexCall call ? Kernels.connective(call) : null;
        if (split != null) {
            RexCall call = (RexCall) node;
            List<Expression> operands = new ArrayList<>();
            for (RexNode operand : call.getOperands()) {
                operands.add(convert(operand));
            }
            return split == Function.NOT
                    ? new Expression.Call(Function.NOT, operands, field(call))
                    : balanced(split, operands, field(call));
        }
        return generated.generate(node);
    }

    /** The expression in kernels alone, or null where one is missing. */
    private @Nullable Expression kernel(RexNode node) {
        Expression leaf = leaf(node);
        if (leaf != null) {
            return leaf;
        }
        if (!(node instanceof RexCall call)) {
            return null;
        }
        Function function = Kernels.function(call);
        if (function == null) {
            return null;
        }
        List<Expression> arguments = new ArrayList<>();
        for (RexNode operand : call.getOperands()) {
            Expression argument = kernel(operand);
            if (argument == null) {
                return null;
            }
            arguments.add(argument);
        }
        return function == Function.AND || function == Function.OR
                ? balanced(function, arguments, field(call))
                : new Expression.Call(function, arguments, field(call));
    }

    /** A column, constant, parameter or outer column; null for anything else. */
    static @Nullable Expression leaf(RexNode node) {
        if (node instanceof RexInputRef ref) {
            return new Expression.ColumnRef(ref.getIndex(), field(ref));
        }
        if (node instanceof RexLiteral literal) {
            return literal(literal);
        }
        if (node instanceof RexDynamicParam parameter) {
            return new Expression.Parameter(parameter.getIndex(), field(parameter));
        }
        if (node instanceof RexFieldAccess access && access.getReferenceExpr() instanceof RexCorrelVariable variable) {
            return new Expression.OuterRef(
                    variable.id.getId(), access.getField().getIndex(), field(access));
        }
        return null;
    }

    private static @Nullable Expression literal(RexLiteral literal) {
        RelDataType type = literal.getType();
        if (literal.isNull() || ArrowTypes.kind(type) != TypeKind.MAP) {
            return new Expression.Literal(RexLiterals.value(literal), field(literal));
        }
        return null;
    }

    /** A tree of calls of two arguments, of logarithmic depth. */
    private static Expression balanced(Function function, List<Expression> operands, Field type) {
        if (operands.size() == 1) {
            return operands.get(0);
        }
        int middle = operands.size() / 2;
        return new Expression.Call(
                function,
                List.of(
                        balanced(function, operands.subList(0, middle), type),
                        balanced(function, operands.subList(middle, operands.size()), type)),
                type);
    }

    static Field field(RexNode node) {
        return ArrowTypes.field("", node.getType());
    }
}
