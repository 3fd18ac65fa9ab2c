package io.grism.calcite.translate;

import io.grism.calcite.function.GeneratedRoot;
import io.grism.calcite.function.RuntimeErrors;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.expr.EvaluationContext;
import io.grism.exec.expr.ExpressionCompiler;
import io.grism.exec.expr.GeneratedFunction;
import java.lang.reflect.Constructor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.codehaus.commons.compiler.CompileException;
import org.codehaus.janino.ClassBodyEvaluator;

/** Compiles generated source with Janino. Keeps the classes of the sources last used. */
public final class JaninoExpressionCompiler implements ExpressionCompiler {
    private static final int CACHED = 2_000;
    private static final Map<String, Constructor<?>> CACHE = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Constructor<?>> eldest) {
            return size() > CACHED;
        }
    };

    @Override
    public GeneratedFunction compile(String source) {
        Constructor<?> constructor;
        synchronized (CACHE) {
            constructor = CACHE.get(source);
        }
        try {
            if (constructor == null) {
                constructor = load(source);
                synchronized (CACHE) {
                    CACHE.put(source, constructor);
                }
            }
            return new Guarded((GeneratedFunction) constructor.newInstance());
        } catch (CompileException e) {
            throw new GrismException(
                    ErrorCode.NOT_SUPPORTED, "Cannot compile expression: " + e.getMessage() + "\n" + source, e);
        } catch (ReflectiveOperationException e) {
            throw new GrismException(ErrorCode.INTERNAL, "generated class cannot be made: " + e, e);
        }
    }

    private static Constructor<?> load(String source) throws CompileException, ReflectiveOperationException {
        ClassBodyEvaluator evaluator = new ClassBodyEvaluator();
        evaluator.setParentClassLoader(JaninoExpressionCompiler.class.getClassLoader());
        evaluator.setImplementedInterfaces(new Class<?>[] {GeneratedFunction.class});
        evaluator.cook(source);
        return evaluator.getClazz().getDeclaredConstructor();
    }

    /** Turns the exceptions of generated code into Grism's. */
    private record Guarded(GeneratedFunction function) implements GeneratedFunction {
        @Override
        public void evaluate(FieldVector[] inputs, int rowCount, FieldVector output, EvaluationContext context) {
            try {
                GeneratedRoot.run(context, () -> function.evaluate(inputs, rowCount, output, context));
            } catch (RuntimeException | StackOverflowError | ExceptionInInitializerError e) {
                throw RuntimeErrors.of(e);
            }
        }
    }
}
