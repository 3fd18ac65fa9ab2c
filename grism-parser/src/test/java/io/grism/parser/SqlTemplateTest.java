package io.grism.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements cut at their literals. */
class SqlTemplateTest {
    private static List<String> literals(String sql) {
        return SqlTemplate.of(sql).literals().stream()
                .map(SqlTemplate.Literal::text)
                .toList();
    }

    /** The statement with a hash for each literal. */
    private static String marked(String sql) {
        return SqlTemplate.of(sql).with(literal -> "#");
    }

    @Test
    void cutsNumbersAndStrings() {
        String sql = "SELECT a+1, 'it''s' FROM t2 WHERE b=.5 AND c IN (10,2.50)AND d = 7.";
        assertEquals(List.of("1", "'it''s'", ".5", "10", "2.50", "7."), literals(sql));
        assertEquals("SELECT a+#, # FROM t2 WHERE b=# AND c IN (#,#)AND d = #", marked(sql));
    }

    @Test
    void keepsWhatOnlyLooksLikeALiteral() {
        assertEquals(List.of(), literals("SELECT t1, \"a 5 'x'\", \"a\"\" 6\", x$7 FROM é8"));
        assertEquals(List.of("1"), literals("SELECT a -- 5 'x\n, 1 // 6 'y"));
        assertEquals(List.of("1"), literals("SELECT a /* 5 ' */, 1"));
        assertEquals(List.of("'-- /* no comment'"), literals("SELECT '-- /* no comment'"));
        assertEquals(List.of(), literals("SELECT 1e5, 1.5E7, 2E+x"));
        assertEquals("SELECT 0x1F, #", marked("SELECT 0x1F, 3"));
    }

    @Test
    void keepsParameters() {
        assertEquals("SELECT ? FROM t WHERE a = # AND b = ?", marked("SELECT ? FROM t WHERE a = 5 AND b = ?"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT N'a', 5",
                "SELECT X'00', 5",
                "SELECT U&'\\0041', 5",
                "SELECT _UTF8'a', 5",
                "SELECT E'\\'', 5",
                "SELECT /*+ hint(5) */ 5",
                "SELECT 'open",
                "SELECT \"open, 5",
                "SELECT 5 /* open",
                "SELECT 5, '\u0001'"
            })
    void leavesUncutWhatItDoesNotKnow(String sql) {
        assertEquals(List.of(), literals(sql));
        assertEquals(sql, marked(sql));
    }

    @Test
    void leavesLongTextsUncut() {
        String sql = "SELECT 1" + " ".repeat(20_000);
        assertEquals(sql, marked(sql));
    }

    @Test
    void isTheStatementWithItsOwnLiterals() {
        String sql = "SELECT 1, 'two' || \"3\" -- 4\r\n, .5 FROM t";
        SqlTemplate template = SqlTemplate.of(sql);
        assertEquals(sql, template.with(i -> template.literals().get(i).text()));
        assertEquals("SELECT \u0001, \u0001 || \"3\" -- 4\r\n, \u0001 FROM t", template.marked());
    }

    /** Every literal that the parser finds is found in the same place, and as the same node. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT a FROM t WHERE b = 5 AND c = 'x' OR d <> 12345678901 AND e = 1.50",
                "SELECT a\n  FROM t\r\n WHERE b = 5 AND\tc = 'x''y'\r AND d = 'two\nlines' AND e = .5",
                "-- comment 1\n /* 'two' */ SELECT a FROM t WHERE b = 'é𝄞' AND c = 3",
                "\n  SELECT b FROM GRAPH_TABLE (g MATCH (x IS p WHERE x.id = 42)-[e]->{1,3}(y) WHERE y.n = 'z' COLUMNS (y.b)) LIMIT 5"
            })
    void agreesWithTheParser(String sql) {
        List<SqlLiteral> parsed = new ArrayList<>();
        GrismParser.parse(sql).accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlLiteral literal) {
                if (literal.getValue() instanceof java.math.BigDecimal
                        || literal.getValue() instanceof org.apache.calcite.util.NlsString) {
                    parsed.add(literal);
                }
                return null;
            }
        });
        List<SqlTemplate.Literal> cut = SqlTemplate.of(sql).literals();
        assertTrue(parsed.size() >= 2, parsed.toString());
        for (SqlLiteral literal : parsed) {
            assertTrue(
                    cut.stream()
                            .anyMatch(found -> found.standsAt(literal.getParserPosition())
                                    && found.node().equalsDeep(literal, org.apache.calcite.util.Litmus.IGNORE)),
                    () -> literal + " at " + literal.getParserPosition() + " in " + cut);
        }
        SqlNode again =
                GrismParser.parse(SqlTemplate.of(sql).with(i -> cut.get(i).text()));
        assertTrue(again.equalsDeep(GrismParser.parse(sql), org.apache.calcite.util.Litmus.IGNORE));
    }
}
