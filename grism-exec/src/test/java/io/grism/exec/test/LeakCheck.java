package io.grism.exec.test;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test an Arrow allocator and fails the test that leaves memory in it. Use it as a field,
 * {@code @RegisterExtension final LeakCheck leaks = new LeakCheck();}, or with {@code @ExtendWith} and a parameter of type
 * {@link BufferAllocator}.
 */
public final class LeakCheck implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private @Nullable RootAllocator allocator;

    /** The running test's allocator. */
    public BufferAllocator allocator() {
        RootAllocator current = allocator;
        if (current == null) {
            throw new IllegalStateException("no test is running");
        }
        return current;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        allocator = new RootAllocator();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        BufferAllocator current = allocator();
        allocator = null;
        long left = current.getAllocatedMemory();
        String what = left == 0 ? "" : current.toString();
        try {
            current.close();
        } catch (IllegalStateException e) {
            if (left == 0) {
                throw e;
            }
        }
        if (left != 0 && context.getExecutionException().isEmpty()) {
            throw new AssertionError(left + " bytes of Arrow memory were leaked: " + what);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == BufferAllocator.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return allocator();
    }
}
