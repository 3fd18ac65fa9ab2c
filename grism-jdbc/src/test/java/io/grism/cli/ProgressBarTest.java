package io.grism.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grism.exec.remote.StageProgress;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProgressBarTest {
    @Test
    void showsTheShareTheRowsAndTheBytes() {
        assertEquals(
                "[###############...............] 50 %  1,200 rows, 2 MB", ProgressBar.line(2 << 20, 4 << 20, 1200));
    }

    @Test
    void showsTheStagesOfAQuery() {
        assertEquals(
                "1 of 2 stages, 5 of 8 tasks, 1,500 rows, 3 MB",
                ProgressBar.line(List.of(
                        new StageProgress(0, 4, 0, 4, 1_000, 2 << 20, 4),
                        new StageProgress(1, 4, 2, 1, 500, 1 << 20, 4))));
    }

    @Test
    void showsCountsWhereTheEndIsNotKnown() {
        assertEquals("7 rows, 0 MB", ProgressBar.line(1000, -1, 7));
    }
}
