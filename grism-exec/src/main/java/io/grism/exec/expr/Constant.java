package io.grism.exec.expr;

import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** An expression whose value is the same for every row of a batch. */
interface Constant {
    Field type();

    /** The boxed value now, or null. */
    @Nullable
    Object value();

    /** The constant that an expression is, or null when it is none. */
    static @Nullable Constant of(Expression expression, EvaluationContext context) {
        if (expression instanceof Expression.Literal literal) {
            return new OfLiteral(literal.type(), literal.value());
        }
        if (expression instanceof Expression.Parameter parameter) {
            return new OfParameter(parameter.type(), parameter.index(), context);
        }
        if (expression instanceof Expression.OuterRef outer) {
            return new OfOuter(outer.type(), outer.correlation(), outer.index(), context);
        }
        return null;
    }

    /** A literal. */
    record OfLiteral(Field type, @Nullable Object value) implements Constant {}

    /** A dynamic parameter. */
    record OfParameter(Field type, int index, EvaluationContext context) implements Constant {
        @Override
        public @Nullable Object value() {
            return context.parameter(index);
        }
    }

    /** A column of the current outer row. */
    record OfOuter(Field type, int correlation, int index, EvaluationContext context) implements Constant {
        @Override
        public @Nullable Object value() {
            return context.outer(correlation, index);
        }
    }
}
