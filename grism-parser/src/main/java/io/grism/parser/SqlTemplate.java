package io.grism.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * A statement's text cut at its number and string literals, without parsing it. Where the parser finds a literal in the same place, another literal of the same kind makes the same
 * tree but for the literal.
 *
 * <p>What is no plain literal stays in the text around: numbers with an exponent, quoted names, comments. A statement is not cut when it has string literals with a prefix or
 * hints, is very long, or cannot be parsed anyway.
 */
public final class SqlTemplate {
    /** Stands for a literal; no statement that has it is a template. */
    public static final char MARK = '\u0001';

    private static final int LONGEST = 16_384;

    private final String text;
    private final List<String> around = new ArrayList<>();
    private final List<Literal> literals = new ArrayList<>();
    private int at;
    private int from;
    private int line = 1;
    private int column = 1;

    private SqlTemplate(String text) {
        this.text = text;
    }

    /**
     * A literal where it stands: a string in quotes, or a number without sign and exponent.
     *
     * @param text as it was written
     * @param line from 1
     * @param column from 1
     * @param endLine line of the last character
     * @param endColumn column of the last character
     */
    public record Literal(String text, int line, int column, int endLine, int endColumn) {
        public boolean isString() {
            return text.charAt(0) == '\'';
        }

        /** The literal as the parser makes it. */
        public SqlLiteral node() {
            SqlParserPos position = new SqlParserPos(line, column, endLine, endColumn);
            return isString()
                    ? SqlLiteral.createCharString(
                            text.substring(1, text.length() - 1).replace("''", "'"), position)
                    : SqlLiteral.createExactNumeric(text, position);
        }

        /** Whether a node of the tree of the same text stands in this place. */
        public boolean standsAt(SqlParserPos position) {
            return position.getLineNum() == line
                    && position.getColumnNum() == column
                    && position.getEndLineNum() == endLine
                    && position.getEndColumnNum() == endColumn;
        }
    }

    /** The template of a statement. */
    public static SqlTemplate of(String statement) {
        if (statement.length() <= LONGEST && statement.indexOf(MARK) < 0) {
            SqlTemplate template = new SqlTemplate(statement);
            if (template.cut()) {
                return template;
            }
        }
        return whole(statement);
    }

    /** A template that is the statement itself, with no literals. */
    public static SqlTemplate whole(String statement) {
        SqlTemplate template = new SqlTemplate(statement);
        template.around.add(statement);
        return template;
    }

    /** In the order of the text. */
    public List<Literal> literals() {
        return literals;
    }

    /** The statement with something else for each literal, by its number. */
    public String with(IntFunction<String> replacement) {
        StringBuilder result = new StringBuilder(text.length() + 16);
        for (int i = 0; i < literals.size(); i++) {
            result.append(around.get(i)).append(replacement.apply(i));
        }
        return result.append(around.get(literals.size())).toString();
    }

    /** The statement with {@link #MARK} for each literal. */
    public String marked() {
        return with(literal -> String.valueOf(MARK));
    }

    private boolean cut() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\'') {
                if (at > 0 && isPrefix(text.charAt(at - 1)) || !quoted(c)) {
                    return false;
                }
            } else if (c == '"') {
                if (!skip(closing(c))) {
                    return false;
                }
            } else if (text.startsWith("--", at) || text.startsWith("//", at)) {
                skip(lineEnd());
            } else if (text.startsWith("/*", at)) {
                int close = text.indexOf("*/", at + 2);
                if (text.startsWith("/*+", at) || !skip(close < 0 ? -1 : close + 2)) {
                    return false;
                }
            } else if (Character.isJavaIdentifierStart(c)) {
                skip(wordEnd());
            } else if (isDigit(at) || c == '.' && isDigit(at + 1)) {
                number();
            } else {
                skip(at + 1);
            }
        }
        around.add(text.substring(from));
        return true;
    }

    private static boolean isPrefix(char c) {
        return Character.isJavaIdentifierPart(c) || c == '&';
    }

    private boolean isDigit(int offset) {
        return offset < text.length() && text.charAt(offset) >= '0' && text.charAt(offset) <= '9';
    }

    private int digitsEnd(int start) {
        int end = start;
        while (isDigit(end)) {
            end++;
        }
        return end;
    }

    private int wordEnd() {
        int end = at;
        while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private int lineEnd() {
        int end = at;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return end;
    }

    /** The offset behind the quote that closes the one here; two in a row stand for one inside. -1 if it is not closed. */
    private int closing(char quote) {
        int end = text.indexOf(quote, at + 1);
        while (end >= 0 && end + 1 < text.length() && text.charAt(end + 1) == quote) {
            end = text.indexOf(quote, end + 2);
        }
        return end < 0 ? -1 : end + 1;
    }

    private boolean quoted(char quote) {
        int end = closing(quote);
        if (end < 0) {
            return false;
        }
        literal(end);
        return true;
    }

    private void number() {
        int end = digitsEnd(at);
        if (end < text.length() && text.charAt(end) == '.') {
            end = digitsEnd(end + 1);
        }
        if (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
            skip(end);
            skip(wordEnd());
        } else {
            literal(end);
        }
    }

    private void literal(int end) {
        around.add(text.substring(from, at));
        int startLine = line;
        int startColumn = column;
        String value = text.substring(at, end);
        skip(end - 1);
        literals.add(new Literal(value, startLine, startColumn, line, column));
        skip(end);
        from = end;
    }

    /** Moves on to an offset, if there is one, counting lines and columns as the parser does. */
    private boolean skip(int end) {
        while (at < end) {
            char c = text.charAt(at++);
            if (c == '\n' || c == '\r' && !(at < text.length() && text.charAt(at) == '\n')) {
                line++;
                column = 1;
            } else {
                column++;
            }
        }
        return end >= 0;
    }
}
