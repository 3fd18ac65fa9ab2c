package io.grism.exec.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class KernelBenchmarkTest {
    @Test
    void runs() throws Exception {
        StringBuilder out = new StringBuilder();
        new KernelBenchmark(1, 1, out).run();
        assertEquals(6 * 7 + 1 + 12 + 10, out.toString().lines().count());
    }
}
