package io.grism.parser;

import io.grism.exec.error.GrismException;
import io.grism.parser.impl.GrismParserImpl;
import java.util.List;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.sql.SqlDialect;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.dialect.AnsiSqlDialect;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.pretty.SqlPrettyWriter;
import org.apache.calcite.sql.validate.SqlConformanceEnum;

/** The entrance to the parser. Names keep their case and are in double quotes where they must; every error is a {@link GrismException} with a position. */
public final class GrismParser {
    /** How names and operators are read; for Calcite's tools that parse by themselves. */
    public static final SqlParser.Config CONFIG = SqlParser.config()
            .withParserFactory(GrismParserImpl.FACTORY)
            .withQuoting(Quoting.DOUBLE_QUOTE)
            .withUnquotedCasing(Casing.UNCHANGED)
            .withQuotedCasing(Casing.UNCHANGED)
            .withCaseSensitive(false)
            .withIdentifierMaxLength(256)
            .withConformance(SqlConformanceEnum.LENIENT);

    /** How SQL is written: the way {@link #CONFIG} reads it. */
    public static final SqlDialect DIALECT =
            new GrismDialect(AnsiSqlDialect.DEFAULT_CONTEXT.withIdentifierQuoteString("\""));

    private GrismParser() {}

    /**
     * A statement of a script.
     *
     * @param sql its text, without the semicolon
     * @param line where it starts in the script, from 1
     * @param column where it starts in that line, from 1
     */
    public record Statement(String sql, int line, int column) {}

    /** Parses one statement; a semicolon may end it. */
    public static SqlNode parse(String sql) {
        List<Script.Piece> pieces = Script.split(sql);
        if (pieces.size() != 1) {
            throw SqlSyntax.error(
                    pieces.isEmpty()
                            ? "Cannot parse an empty statement"
                            : "Cannot run " + pieces.size() + " statements at once. Send them one by one",
                    pieces.isEmpty()
                            ? SqlParserPos.ZERO
                            : new SqlParserPos(
                                    pieces.get(1).line(), pieces.get(1).column()));
        }
        return parse(pieces.get(0));
    }

    /** Cuts a script into statements without parsing them; a hint is given for {@code -->}. */
    public static List<Statement> split(String script) {
        return Script.split(script).stream()
                .map(piece -> new Statement(piece.text(), piece.line(), piece.column()))
                .toList();
    }

    /** Parses all statements of a script; positions are those in the script. */
    public static List<SqlNode> parseScript(String script) {
        return Script.split(script).stream().map(GrismParser::parse).toList();
    }

    /** The text of the query of a CREATE VIEW, as it was written. */
    public static String viewQuery(String createView) {
        return Script.afterWord(Script.split(createView).get(0).text(), "AS");
    }

    /** SQL that parses to an equal node. */
    public static String unparse(SqlNode node) {
        return new SqlPrettyWriter(SqlPrettyWriter.config()
                        .withDialect(DIALECT)
                        .withQuoteAllIdentifiers(true)
                        .withAlwaysUseParentheses(false))
                .format(node);
    }

    /** SQL to show: names are quoted only where they must be. */
    public static String display(SqlNode node) {
        return new SqlPrettyWriter(SqlPrettyWriter.config()
                        .withDialect(DIALECT)
                        .withQuoteAllIdentifiers(false)
                        .withAlwaysUseParentheses(false))
                .format(node);
    }

    /** Parses a scalar expression. */
    public static SqlNode parseExpression(String sql) {
        try {
            return SqlParser.create(sql, CONFIG).parseExpression();
        } catch (SqlParseException e) {
            throw ParseErrors.translate(e, sql);
        }
    }

    private static SqlNode parse(Script.Piece piece) {
        String sql = Script.inPlace(piece);
        try {
            return SqlParser.create(sql, CONFIG).parseStmt();
        } catch (SqlParseException e) {
            throw ParseErrors.translate(e, sql);
        }
    }
}
