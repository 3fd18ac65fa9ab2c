package io.grism.exec.expr;

/**
 * Compiles the source of {@link Expression.Generated}; found by {@link java.util.ServiceLoader}. Implementations cache by source
 * and are thread-safe.
 */
public interface ExpressionCompiler {
    /** A new instance of the compiled class; instances are single-threaded. */
    GeneratedFunction compile(String source);
}
