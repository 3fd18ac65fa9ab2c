package io.grism.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.parser.SqlParserPos;

/** SQL text cut into statements at its semicolons; strings, quoted names and comments are left whole. */
final class Script {
    /** A statement's text without its semicolon, and where its first token starts in the script (1-based). */
    record Piece(String text, int line, int column) {}

    private final String sql;
    private final List<Piece> pieces = new ArrayList<>();
    private int at;
    private int line = 1;
    private int column = 1;
    private int start = -1;
    private int startLine;
    private int startColumn;
    /** Offset after the last token, and what that token ends with. */
    private int end;

    private char last = ' ';
    private String word = "";
    /** Open parentheses since the one of the outermost GRAPH_TABLE; 0 outside. */
    private int graphDepth;

    private Script(String sql) {
        this.sql = sql;
    }

    static List<Piece> split(String sql) {
        Script script = new Script(sql);
        script.run();
        return script.pieces;
    }

    /** What follows the first occurrence of a keyword outside of parentheses. */
    static String afterWord(String sql, String keyword) {
        Script script = new Script(sql);
        int depth = 0;
        while (script.at < sql.length()) {
            int from = script.at;
            script.step();
            String token = sql.substring(from, script.at);
            depth += token.equals("(") ? 1 : token.equals(")") ? -1 : 0;
            if (depth == 0 && token.equalsIgnoreCase(keyword)) {
                return sql.substring(script.at).strip();
            }
        }
        throw new IllegalArgumentException("no " + keyword + " in " + sql);
    }

    private void run() {
        while (at < sql.length()) {
            step();
        }
        finish();
    }

    private void step() {
        char c = sql.charAt(at);
        if (Character.isWhitespace(c)) {
            advance(1);
        } else if (sql.startsWith("--", at) || sql.startsWith("//", at)) {
            checkArrow();
            while (at < sql.length() && sql.charAt(at) != '\n') {
                advance(1);
            }
        } else if (sql.startsWith("/*", at)) {
            skipTo("*/");
        } else if (c == ';') {
            finish();
            advance(1);
        } else {
            token(c);
        }
    }

    private void token(char c) {
        if (start < 0) {
            start = at;
            startLine = line;
            startColumn = column;
        }
        if (c == '\'' || c == '"') {
            SqlParserPos opened = new SqlParserPos(line, column);
            advance(1);
            while (at < sql.length() && sql.charAt(at) != c) {
                advance(1);
            }
            if (at == sql.length()) {
                throw SqlSyntax.error("Cannot parse SQL: the quote " + c + " is not closed", opened);
            }
            advance(1);
            word = "";
        } else if (Character.isJavaIdentifierStart(c)) {
            int from = at;
            while (at < sql.length() && Character.isJavaIdentifierPart(sql.charAt(at))) {
                advance(1);
            }
            word = sql.substring(from, at).toUpperCase(Locale.ROOT);
        } else {
            if (c == '(' && (graphDepth > 0 || word.equals("GRAPH_TABLE"))) {
                graphDepth++;
            } else if (c == ')' && graphDepth > 0) {
                graphDepth--;
            }
            word = "";
            advance(1);
        }
        last = c;
        end = at;
    }

    /** An arrow written --> or <-- starts a comment, which would make another query of this one in silence. */
    private void checkArrow() {
        if (graphDepth == 0 || !sql.startsWith("--", at)) {
            return;
        }
        if (last == '<' && end == at) {
            throw arrow("<--", "(a)<-[]-(b) or (a)<-(b)", column - 1);
        }
        if (sql.startsWith("-->", at) && (last == ')' || last == ']')) {
            throw arrow("-->", "(a)-[]->(b) or (a)->(b)", column);
        }
    }

    private RuntimeException arrow(String arrow, String instead, int from) {
        return SqlSyntax.error(
                "Cannot read arrow: " + arrow + ". Two hyphens start a comment in SQL; write " + instead,
                new SqlParserPos(line, from, line, from + 2));
    }

    private void skipTo(String close) {
        int found = sql.indexOf(close, at + 2);
        if (found < 0) {
            throw SqlSyntax.error("Cannot parse SQL: the comment is not closed", new SqlParserPos(line, column));
        }
        int to = found + close.length();
        if (sql.startsWith("/*+", at) && start >= 0) {
            end = to;
        }
        advance(to - at);
    }

    private void finish() {
        if (start >= 0) {
            pieces.add(new Piece(sql.substring(start, end), startLine, startColumn));
        }
        start = -1;
        graphDepth = 0;
        word = "";
    }

    private void advance(int characters) {
        for (int i = 0; i < characters; i++) {
            if (sql.charAt(at++) == '\n') {
                line++;
                column = 1;
            } else {
                column++;
            }
        }
    }

    /** The piece moved to where it stands in the script, so that positions are the script's. */
    static String inPlace(Piece piece) {
        return "\n".repeat(piece.line() - 1) + " ".repeat(piece.column() - 1) + piece.text();
    }
}
