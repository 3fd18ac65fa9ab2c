package io.grism.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class StatementSplitterTest {
    @Test
    void cutsAtSemicolonsOutsideOfTextAndComments() {
        assertEquals(
                List.of("SELECT ';' AS \"a;b\"", "-- one; two\nSELECT /* ; */ 2", "!tables", "SELECT 3"),
                StatementSplitter.split(
                        "SELECT ';' AS \"a;b\";;\n-- one; two\nSELECT /* ; */ 2;\n  !tables\nSELECT 3\n-- the end"));
    }

    @Test
    void doubledQuotesStayInside() {
        assertEquals(List.of("SELECT 'it''s; fine'"), StatementSplitter.split("SELECT 'it''s; fine';"));
    }

    @Test
    void nothingGivesNothing() {
        assertEquals(List.of(), StatementSplitter.split(" -- only a comment\n;"));
    }
}
