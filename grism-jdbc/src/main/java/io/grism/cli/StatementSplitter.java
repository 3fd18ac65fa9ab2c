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
    /** The end of the last character that is neither white space nor comment. */
    private int codeEnd;

    private StatementSplitter(String text) {
        this.text = text;
    }

    /** The statements without their semicolons and what follows their last token, none of them blank. */
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
                codeEnd = at;
            } else if (text.startsWith("--", at)) {
                skipTo("\n", 2);
            } else if (text.startsWith("/*", at)) {
                skipTo("*/", 2);
            } else if (c == '!' && codeEnd <= start) {
                start = at;
                skipTo("\n", 1);
                codeEnd = at;
                cut();
            } else if (c == ';') {
                cut();
                at++;
                start = at;
            } else {
                at++;
                if (!Character.isWhitespace(c)) {
                    codeEnd = at;
                }
            }
        }
        cut();
    }

    private void skipTo(String end, int opening) {
        int found = text.indexOf(end, at + opening);
        at = found < 0 ? text.length() : found + end.length();
    }

    private void cut() {
        if (codeEnd > start) {
            statements.add(text.substring(start, codeEnd).strip());
        }
        start = at;
    }
}
