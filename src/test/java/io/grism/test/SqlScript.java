package io.grism.test;

import java.util.ArrayList;
import java.util.List;

/** Cuts SQL text into statements at semicolons outside of strings, quoted names and comments. */
final class SqlScript {
    private SqlScript() {}

    static List<String> split(String text) {
        List<String> statements = new ArrayList<>();
        int start = 0;
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\'' || c == '"') {
                at = after(text, String.valueOf(c), at + 1);
            } else if (text.startsWith("--", at)) {
                at = after(text, "\n", at + 2);
            } else if (text.startsWith("/*", at)) {
                at = after(text, "*/", at + 2);
            } else if (c == ';') {
                add(statements, text.substring(start, at));
                start = ++at;
            } else {
                at++;
            }
        }
        add(statements, text.substring(start));
        return statements;
    }

    private static int after(String text, String end, int from) {
        int found = text.indexOf(end, from);
        return found < 0 ? text.length() : found + end.length();
    }

    private static void add(List<String> statements, String statement) {
        String code = statement.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("(?m)--.*$", "");
        if (!code.isBlank()) {
            statements.add(statement.strip());
        }
    }
}
