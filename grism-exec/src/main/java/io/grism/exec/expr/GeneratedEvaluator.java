package io.grism.exec.expr;

import io.grism.exec.batch.Batch;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.util.List;
import java.util.ServiceLoader;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedWidthVector;
import org.jspecify.annotations.Nullable;

/** Runs generated code over the evaluated arguments. */
final class GeneratedEvaluator implements Evaluator {
    private final GeneratedFunction function;
    private final Expression.Generated expression;
    private final List<Operand> arguments;
    private final EvaluationContext context;

    GeneratedEvaluator(Expression.Generated expression, EvaluationContext context) {
        this(expression, Compiler.get(), context);
    }

    GeneratedEvaluator(Expression.Generated expression, ExpressionCompiler compiler, EvaluationContext context) {
        this.function = compiler.compile(expression.source());
        this.expression = expression;
        this.context = context;
        this.arguments = expression.arguments().stream()
                .map(argument -> Evaluators.operand(argument, context))
                .toList();
    }

    @Override
    public FieldVector evaluate(Batch batch) {
        int rows = batch.rowCount();
        FieldVector[] inputs = new FieldVector[arguments.size()];
        FieldVector output = expression.type().createVector(context.allocator());
        try {
            for (int i = 0; i < inputs.length; i++) {
                inputs[i] = arguments.get(i).borrow(batch);
            }
            allocate(output, rows);
            function.evaluate(inputs, rows, output, context);
            output.setValueCount(rows);
            return output;
        } catch (Throwable e) {
            output.close();
            throw e;
        } finally {
            giveBack(inputs);
        }
    }

    private static void allocate(FieldVector output, int rows) {
        if (output instanceof FixedWidthVector fixed) {
            fixed.allocateNew(rows);
        } else {
            output.setInitialCapacity(rows);
            output.allocateNew();
        }
    }

    private void giveBack(@Nullable FieldVector[] inputs) {
        for (int i = 0; i < inputs.length; i++) {
            FieldVector input = inputs[i];
            if (input != null) {
                arguments.get(i).giveBack(input);
            }
        }
    }

    /** The compiler that the class path holds. */
    private static final class Compiler {
        static final @Nullable ExpressionCompiler FOUND = ServiceLoader.load(
                        ExpressionCompiler.class, GeneratedEvaluator.class.getClassLoader())
                .findFirst()
                .orElse(null);

        private Compiler() {}

        static ExpressionCompiler get() {
            ExpressionCompiler found = FOUND;
            if (found == null) {
                throw new GrismException(
                        ErrorCode.INTERNAL,
                        "Cannot run generated code: no expression compiler. Put grism-calcite on the class path");
            }
            return found;
        }
    }
}
