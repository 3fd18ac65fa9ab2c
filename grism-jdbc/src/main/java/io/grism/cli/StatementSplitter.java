package io.grism.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a script at the semicolons outside of strings, quoted names and comments. A line that starts a statement with {@code !} is a
 * shell command, and ends with the line.
 */
final class StatementSplitter {
    private final String text;
    private final List<String> statements = new ArrayList<>();
    private int start;
    private int at;

    private StatementSplitter(String text) {
        this.text = text;
    }

    /** The statements without their semicolons, none of them blank. */
    static List<String> split(String text) {
        StatementSplitter splitter = new StatementSplitter(text);
        splitter.run();
        return splitter.statements;
    }

    private void run() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\'' || c == '"') {
                skipTo(String.valueOf(c), 1);
            } else if (text.startsWith("--", at)) {
                skipTo("\n", 2);
            } else if (text.startsWith("/*", at)) {
                skipTo("*/", 2);
            } else if (c == '!' && text.substring(start, at).isBlank()) {
                start = at;
                skipTo("\n", 1);
                cut(at);
            } else if (c == ';') {
                cut(at);
                at++;
                start = at;
            } else {
                at++;
            }
        }
        cut(text.length());
    }

    private void skipTo(String end, int opening) {
        int found = text.indexOf(end, at + opening);
        at = found < 0 ? text.length() : found + end.length();
    }

    private void cut(int end) {
        String statement = text.substring(start, end).strip();
        if (!withoutComments(statement).isEmpty()) {
            statements.add(statement);
        }
        start = end;
    }

    private static String withoutComments(String statement) {
        return statement
                .replaceAll("(?s)/\\*.*?\\*/", "")
                .replaceAll("(?m)--.*$", "")
                .strip();
    }
}
