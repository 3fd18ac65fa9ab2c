package io.grism.calcite.translate;

import io.grism.calcite.function.ConstantContext;
import io.grism.calcite.type.ArrowTypes;
import io.grism.exec.error.ErrorKind;
import io.grism.exec.error.GrismException;
import io.grism.exec.expr.Expression;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexExecutor;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.jspecify.annotations.Nullable;

/**
 * Folds constants by the code that evaluates them at run time. What fails stays as it is, so that the error comes when, and only if, it is
 * evaluated.
 */
public final class GrismRexExecutor implements RexExecutor {
    public static final RexExecutor INSTANCE = new GrismRexExecutor();

    private static final JaninoExpressionCompiler COMPILER = new JaninoExpressionCompiler();

    private GrismRexExecutor() {}

    @Override
    public void reduce(RexBuilder builder, List<RexNode> constants, List<RexNode> reduced) {
        Harmonizer harmonizer = new Harmonizer(builder);
        GeneratedSource source = new GeneratedSource(builder);
        try (BufferAllocator allocator = new RootAllocator()) {
            for (RexNode constant : constants) {
                reduced.add(reduce(builder, constant, harmonizer, source, allocator));
            }
        }
    }

    private static RexNode reduce(
            RexBuilder builder,
            RexNode constant,
            Harmonizer harmonizer,
            GeneratedSource source,
            BufferAllocator allocator) {
        if (hasInstant(constant)) {
            return constant;
        }
        try {
            switch (ArrowTypes.kind(constant.getType())) {
                case ARRAY, ROW, MAP, UUID, NULL -> {
                    return constant;
                }
                default -> {}
            }
            RexNode node = RexUtil.expandSearch(builder, null, constant).accept(harmonizer);
            Object value = value(source, node, allocator);
            if (value instanceof Double number && (number.isNaN() || number.isInfinite())) {
                return constant;
            }
            if (value instanceof Float number && (number.isNaN() || number.isInfinite())) {
                return constant;
            }
            return value == null
                    ? builder.makeNullLiteral(constant.getType())
                    : builder.makeLiteral(value, constant.getType(), true);
        } catch (GrismException e) {
            if (e.code().kind() == ErrorKind.INTERNAL) {
                throw e;
            }
            return constant;
        }
    }

    /** Whether a node or a part of it is an instant: what that is as text, and what is an instant, is the matter of the session's time zone. */
    private static boolean hasInstant(RexNode node) {
        return switch (node.getType().getSqlTypeName()) {
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE, TIMESTAMP_TZ, TIME_WITH_LOCAL_TIME_ZONE, TIME_TZ -> true;
            default ->
                node instanceof RexCall call && call.getOperands().stream().anyMatch(GrismRexExecutor::hasInstant);
        };
    }

    private static @Nullable Object value(GeneratedSource source, RexNode node, BufferAllocator allocator) {
        Expression.Generated generated = source.generate(node);
        if (!generated.arguments().isEmpty()) {
            throw new IllegalArgumentException("not constant: " + node);
        }
        try (FieldVector vector = generated.type().createVector(allocator)) {
            vector.setInitialCapacity(1);
            vector.allocateNew();
            COMPILER.compile(generated.source())
                    .evaluate(new FieldVector[0], 1, vector, new ConstantContext(allocator));
            vector.setValueCount(1);
            return ConstantContext.value(vector);
        }
    }
}
