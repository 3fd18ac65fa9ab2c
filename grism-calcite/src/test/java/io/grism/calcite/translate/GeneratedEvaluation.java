package io.grism.calcite.translate;

import io.grism.exec.expr.EvaluationContext;
import io.grism.exec.expr.Expression;
import java.util.TimeZone;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Evaluates expressions by generated code alone: the slow twin of the kernels. */
final class GeneratedEvaluation {
    /** 2024-02-29 12:34:56.789 UTC. */
    static final long NOW = 1_709_210_096_789L;

    private GeneratedEvaluation() {}

    static EvaluationContext context(BufferAllocator allocator) {
        return new EvaluationContext() {
            @Override
            public BufferAllocator allocator() {
                return allocator;
            }

            @Override
            public @Nullable Object parameter(int index) {
                return null;
            }

            @Override
            public @Nullable Object outer(int correlation, int index) {
                return null;
            }

            @Override
            public long statementTime() {
                return NOW;
            }

            @Override
            public TimeZone timeZone() {
                return TimeZone.getTimeZone("UTC");
            }

            @Override
            public String user() {
                return "tester";
            }
        };
    }

    /** The values of an expression, which the caller closes. */
    static FieldVector evaluate(
            RexBuilder builder, RexNode node, FieldVector[] columns, int rows, BufferAllocator allocator) {
        RexNode harmonised =
                org.apache.calcite.rex.RexUtil.expandSearch(builder, null, node).accept(new Harmonizer(builder));
        Expression.Generated generated = new GeneratedSource(builder).generate(harmonised);
        FieldVector[] inputs = new FieldVector[generated.arguments().size()];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = columns[((Expression.ColumnRef) generated.arguments().get(i)).index()];
        }
        FieldVector output = generated.type().createVector(allocator);
        try {
            output.setInitialCapacity(rows);
            output.allocateNew();
            new JaninoExpressionCompiler()
                    .compile(generated.source())
                    .evaluate(inputs, rows, output, context(allocator));
            output.setValueCount(rows);
            return output;
        } catch (RuntimeException e) {
            output.close();
            throw e;
        }
    }
}
