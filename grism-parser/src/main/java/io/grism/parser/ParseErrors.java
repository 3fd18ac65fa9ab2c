package io.grism.parser;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Calcite's parse errors in a line: what was found, and a few of the things expected. */
final class ParseErrors {
    private static final Pattern ENCOUNTERED = Pattern.compile("Encountered \"(.*?)\" at line", Pattern.DOTALL);
    private static final Pattern LEXICAL =
            Pattern.compile("Lexical error.*?Encountered: (<EOF>|\"(.*?)\")", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("\\w+");
    /** The first word of a statement, after spaces and comments. */
    private static final Pattern FIRST_WORD = Pattern.compile("\\A(?:\\s|--[^\\n]*\\n|/\\*(?s:.*?)\\*/)*(\\w+)");
    /** Statements of other databases and of the standard that Grism has no grammar for. */
    private static final Set<String> NOT_BUILT = Set.of(
            "GRANT",
            "REVOKE",
            "ALTER",
            "TRUNCATE",
            "SAVEPOINT",
            "RELEASE",
            "CALL",
            "DECLARE",
            "PREPARE",
            "EXECUTE",
            "DEALLOCATE",
            "ANALYZE",
            "COMMENT",
            "LOCK",
            "USE",
            "PRAGMA",
            "ATTACH");
    /** Up to this many expected tokens are all named. */
    private static final int FEW = 6;
    /** Of more, those that tell most, at most {@link #FEW}. */
    private static final List<String> TELLING = List.of(
            "<EOF>", ")", "]", "}", ",", "(", "FROM", "WHERE", "MATCH", "COLUMNS", "AS", "VALUES", "SELECT", "TABLE",
            "name", ".");

    private ParseErrors() {}

    static GrismException translate(SqlParseException e, String sql) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof GrismException own) {
                return own;
            }
            if (cause instanceof StackOverflowError) {
                return new GrismException(
                        ErrorCode.NOT_SUPPORTED,
                        "Cannot parse SQL: it is nested too deeply. Break it up, or give Java a larger stack with -Xss",
                        e);
            }
        }
        Matcher first = FIRST_WORD.matcher(sql);
        if (first.find() && NOT_BUILT.contains(first.group(1).toUpperCase(Locale.ROOT))) {
            String before = sql.substring(0, first.start(1));
            int line = (int) before.chars().filter(c -> c == '\n').count();
            return new GrismException(
                    ErrorCode.NOT_SUPPORTED,
                    "Cannot run " + first.group(1).toUpperCase(Locale.ROOT) + ": it is not supported yet",
                    SqlSyntax.position(new SqlParserPos(line + 1, before.length() - before.lastIndexOf('\n'))),
                    e);
        }
        SqlParserPos position = e.getPos() == null ? SqlParserPos.ZERO : e.getPos();
        return new GrismException(ErrorCode.SYNTAX_ERROR, message(e, sql, position), SqlSyntax.position(position), e);
    }

    private static String message(SqlParseException e, String sql, SqlParserPos position) {
        String text = e.getMessage() == null ? "" : e.getMessage();
        Matcher encountered = ENCOUNTERED.matcher(text);
        if (encountered.find()) {
            return found(encountered.group(1), expected(e));
        }
        Matcher lexical = LEXICAL.matcher(text);
        if (lexical.find()) {
            return lexical.group(2) == null
                    ? "Cannot parse SQL: a quote or a comment is not closed"
                    : "Cannot parse SQL: character " + lexical.group(2) + " is not allowed here";
        }
        Throwable cause = e.getCause();
        while (cause instanceof CalciteContextException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String reason = cause == null || cause.getMessage() == null ? text : cause.getMessage();
        if (reason.startsWith("Non-query expression")) {
            return "Cannot parse SQL: found " + wordAt(sql, position)
                    + ". Expected a statement: SELECT, WITH, VALUES, INSERT, UPDATE, DELETE, CREATE, DROP, COPY, EXPLAIN, SET, SHOW, START TRANSACTION, COMMIT, ROLLBACK, RESTORE, VACUUM, OPTIMIZE";
        }
        if (reason.startsWith("Query expression") || reason.startsWith("Expected query")) {
            return "Cannot parse SQL: a query does not belong here: " + wordAt(sql, position);
        }
        return "Cannot parse SQL: "
                + reason.lines().findFirst().orElse("").replaceAll(" at line \\d+, column \\d+\\.?$", "");
    }

    private static String wordAt(String sql, SqlParserPos position) {
        List<String> lines = sql.lines().toList();
        int line = position.getLineNum() - 1;
        int column = position.getColumnNum() - 1;
        if (line < 0
                || line >= lines.size()
                || column < 0
                || column >= lines.get(line).length()) {
            return "something else";
        }
        return lines.get(line).substring(column).split("\\s", 2)[0];
    }

    private static String found(String token, Set<String> expected) {
        String first = token.split(" ", 2)[0].replace("\\'", "'").replace("\\\"", "\"");
        StringBuilder message = new StringBuilder("Cannot parse SQL: found ")
                .append(token.startsWith("<EOF>") ? "the end of the statement" : first);
        List<String> few = few(expected);
        if (!few.isEmpty()) {
            message.append(". Expected ").append(String.join(", ", few));
        }
        if (expected.contains("name") && WORD.matcher(first).matches() && Character.isLetter(first.charAt(0))) {
            message.append(". ")
                    .append(first)
                    .append(" is a reserved word: to use it as a name write \"")
                    .append(first)
                    .append('"');
        }
        return message.toString();
    }

    private static Set<String> expected(SqlParseException e) {
        Set<String> result = new TreeSet<>();
        int[][] sequences = e.getExpectedTokenSequences();
        String[] images = e.getTokenImages();
        if (sequences != null && images != null) {
            for (int[] sequence : sequences) {
                if (sequence.length > 0) {
                    result.add(readable(images[sequence[0]]));
                }
            }
        }
        return result;
    }

    private static String readable(String image) {
        return switch (image) {
            case "<IDENTIFIER>",
                    "<QUOTED_IDENTIFIER>",
                    "<BACK_QUOTED_IDENTIFIER>",
                    "<BIG_QUERY_BACK_QUOTED_IDENTIFIER>",
                    "<HYPHENATED_IDENTIFIER>",
                    "<BRACKET_QUOTED_IDENTIFIER>",
                    "<UNICODE_QUOTED_IDENTIFIER>" -> "name";
            case "<QUOTED_STRING>" -> "'text'";
            case "<UNSIGNED_INTEGER_LITERAL>", "<DECIMAL_NUMERIC_LITERAL>", "<APPROX_NUMERIC_LITERAL>" -> "number";
            default -> image.length() > 2 && image.startsWith("\"") ? image.substring(1, image.length() - 1) : image;
        };
    }

    private static List<String> few(Set<String> expected) {
        List<String> result = new ArrayList<>();
        if (expected.size() <= FEW) {
            result.addAll(expected);
        } else {
            for (String telling : TELLING) {
                if (expected.contains(telling) && result.size() < FEW) {
                    result.add(telling);
                }
            }
        }
        result.replaceAll(token -> switch (token) {
            case "<EOF>" -> "the end of the statement";
            case "name" -> "a name";
            case "number" -> "a number";
            case "'text'" -> "a text in single quotes";
            default -> WORD.matcher(token).matches() ? token : "'" + token + "'";
        });
        return result;
    }
}
