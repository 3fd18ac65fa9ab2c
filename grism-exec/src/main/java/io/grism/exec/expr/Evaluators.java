package io.grism.exec.expr;

import io.grism.exec.batch.Batch;
import io.grism.exec.kernel.Arithmetic;
import io.grism.exec.kernel.Constants;
import io.grism.exec.kernel.Gather;
import io.grism.exec.kernel.Masks;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Turns expressions into something that runs. Evaluators and predicates are single-threaded and hold no memory of the allocator between
 * batches.
 */
public final class Evaluators {
    private Evaluators() {}

    /** An evaluator of the expression over batches that hold its columns. */
    public static Evaluator compile(Expression expression, EvaluationContext context) {
        if (expression instanceof Expression.ColumnRef column) {
            int index = column.index();
            return batch -> Gather.share(batch.column(index), context.allocator());
        }
        Constant constant = Constant.of(expression, context);
        if (constant != null) {
            return batch -> Constants.vector(constant.value(), batch.rowCount(), constant.type(), context.allocator());
        }
        if (expression instanceof Expression.Generated generated) {
            return new GeneratedEvaluator(generated, context);
        }
        Expression.Call call = (Expression.Call) expression;
        return switch (call.function()) {
            case ADD -> arithmetic(Arithmetic.ADD, call, context);
            case SUBTRACT -> arithmetic(Arithmetic.SUBTRACT, call, context);
            case MULTIPLY -> arithmetic(Arithmetic.MULTIPLY, call, context);
            case DIVIDE -> arithmetic(Arithmetic.DIVIDE, call, context);
            case MODULO -> arithmetic(Arithmetic.MODULO, call, context);
            case NEGATE -> NumericEvaluators.negate(operand(call.arguments().get(0), context), call.type(), context);
            case WIDEN -> NumericEvaluators.widen(operand(call.arguments().get(0), context), call.type(), context);
            default -> new ConditionEvaluator(ConditionCompiler.compile(call, context), call.type(), context);
        };
    }

    private static Evaluator arithmetic(Arithmetic operation, Expression.Call call, EvaluationContext context) {
        return NumericEvaluators.arithmetic(
                operation,
                oneOrAll(call.arguments().get(0), context),
                oneOrAll(call.arguments().get(1), context),
                call.type(),
                context);
    }

    /** A predicate that selects the rows for which a BOOLEAN expression is TRUE. */
    public static PredicateEvaluator compilePredicate(Expression condition, EvaluationContext context) {
        return new Selection(ConditionCompiler.compile(condition, context));
    }

    /** An operand with a value for every row. */
    static Operand operand(Expression expression, EvaluationContext context) {
        return expression instanceof Expression.ColumnRef column
                ? new Operand.OfColumn(column.index())
                : new Operand.OfEvaluator(compile(expression, context));
    }

    /** An operand that, where it is a constant, has one value that stands for every row. */
    private static Operand oneOrAll(Expression expression, EvaluationContext context) {
        Constant constant = Constant.of(expression, context);
        return constant == null
                ? operand(expression, context)
                : new Operand.OfEvaluator(
                        batch -> Constants.vector(constant.value(), 1, constant.type(), context.allocator()));
    }

    /** A condition as a predicate. */
    private static final class Selection implements PredicateEvaluator {
        private final Condition condition;
        private long[] active = {};
        private long[] trues = {};

        Selection(Condition condition) {
            this.condition = condition;
        }

        @Override
        public int select(Batch batch, int[] rows) {
            int count = batch.rowCount();
            active = Masks.ensure(active, count);
            trues = Masks.ensure(trues, count);
            Masks.fill(active, count);
            condition.decide(batch, active, trues, null);
            return Masks.toRows(trues, count, rows);
        }
    }

    /** A condition as a value. */
    private static final class ConditionEvaluator implements Evaluator {
        private final Condition condition;
        private final Field type;
        private final EvaluationContext context;
        private long[] active = {};
        private long[] trues = {};
        private long[] falses = {};

        ConditionEvaluator(Condition condition, Field type, EvaluationContext context) {
            this.condition = condition;
            this.type = type;
            this.context = context;
        }

        @Override
        public FieldVector evaluate(Batch batch) {
            int rows = batch.rowCount();
            active = Masks.ensure(active, rows);
            trues = Masks.ensure(trues, rows);
            falses = Masks.ensure(falses, rows);
            Masks.fill(active, rows);
            condition.decide(batch, active, trues, falses);
            return Masks.toVector(trues, falses, rows, type, context.allocator());
        }
    }
}
