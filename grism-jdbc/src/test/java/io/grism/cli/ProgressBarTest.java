package io.grism.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class ProgressBarTest {
    @Test
    void showsTheShareTheRowsAndTheBytes() {
        assertEquals(
                "[###############...............] 50 %  1,200 rows, 2 MB", ProgressBar.line(2 << 20, 4 << 20, 1200));
    }

    @Test
    void showsCountsWhereTheEndIsNotKnown() {
        assertEquals("7 rows, 0 MB", ProgressBar.line(1000, -1, 7));
    }
}
