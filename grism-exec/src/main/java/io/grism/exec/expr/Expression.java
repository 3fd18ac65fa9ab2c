package io.grism.exec.expr;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * A typed scalar expression over the columns of one batch: part of a plan, so immutable and free of behaviour.
 * {@link Evaluators} turns it into something that runs.
 */
public sealed interface Expression {
    /** The type of the value; its name carries no meaning. */
    Field type();

    /** The input column at an ordinal. */
    record ColumnRef(int index, Field type) implements Expression {}

    /** A constant: null, or the boxed value that {@link io.grism.exec.batch.TypeKind} names for its type. */
    record Literal(@Nullable Object value, Field type) implements Expression {}

    /** The value of the dynamic parameter ({@code ?}) at an ordinal, bound when the plan starts. */
    record Parameter(int index, Field type) implements Expression {}

    /** A column of the current outer row of an enclosing Correlate. */
    record OuterRef(int correlation, int index, Field type) implements Expression {}

    /** A call that a kernel evaluates, with SQL's null rules and checked arithmetic. */
    record Call(Function function, List<Expression> arguments, Field type) implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * A call whose body is Java source, compiled once per process by the {@link ExpressionCompiler} that the class
     * path holds. {@code source} is the body of a class implementing {@link GeneratedFunction}; equal sources are the
     * same function. {@code arguments} are what its {@code inputs} array holds, in order. They are evaluated for every row: what may only be
     * evaluated for some rows, such as a branch of CASE, belongs into the source.
     */
    record Generated(String source, List<Expression> arguments, Field type) implements Expression {
        public Generated {
            arguments = List.copyOf(arguments);
        }
    }
}
