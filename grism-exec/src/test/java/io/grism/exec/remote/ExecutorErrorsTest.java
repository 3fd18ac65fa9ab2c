package io.grism.exec.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.error.SourcePosition;
import io.grism.exec.remote.Requests.Done;
import org.apache.arrow.memory.OutOfMemoryException;
import org.junit.jupiter.api.Test;

/** Errors of executors as the driver meets them. */
final class ExecutorErrorsTest {
    private static GrismException sent(Throwable e) {
        byte[] frame = Requests.error(ExecutorErrors.of(e), ExecutorErrors.detail(e));
        return assertThrows(GrismException.class, () -> Requests.answer(frame, Done.class));
    }

    @Test
    void anErrorOfTheQueryIsTheSame() {
        SourcePosition position = new SourcePosition(1, 2, 3, 4);
        GrismException e = sent(new GrismException(ErrorCode.DIVISION_BY_ZERO, "Cannot divide 1 by 0", position, null));
        assertEquals(ErrorCode.DIVISION_BY_ZERO, e.code());
        assertEquals("Cannot divide 1 by 0", e.getMessage());
        assertEquals(position, e.position());
        assertNull(e.getCause());
    }

    @Test
    void lackOfMemoryIsNoDefect() {
        assertEquals(
                ErrorCode.OUT_OF_MEMORY,
                sent(new OutOfMemoryError("Java heap space")).code());
        assertEquals(
                ErrorCode.OUT_OF_MEMORY,
                sent(new OutOfMemoryException("no buffer")).code());
    }

    @Test
    void aDefectTellsWhereItIs() {
        GrismException e = sent(new IllegalStateException("broken", new ArithmeticException("deep")));
        assertEquals(ErrorCode.INTERNAL, e.code());
        assertTrue(e.getMessage().contains("broken"), e.getMessage());
        Throwable cause = e.getCause();
        assertNotNull(cause);
        assertTrue(cause.getMessage().contains("aDefectTellsWhereItIs"), cause.getMessage());
        assertTrue(cause.getMessage().contains("caused by java.lang.ArithmeticException: deep"), cause.getMessage());
        assertEquals(ErrorCode.INTERNAL, sent(new StackOverflowError()).code());
    }
}
