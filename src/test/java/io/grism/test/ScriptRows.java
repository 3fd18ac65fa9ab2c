package io.grism.test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The rows in scripts, sorted where the query asks for no order, and without plans: those depend on where a query runs. */
final class ScriptRows {
    private ScriptRows() {}

    /** The script with the rows of each unordered result in the order of their text, and none of EXPLAIN. */
    static String sorted(String script) {
        List<String> lines = new ArrayList<>();
        List<String> rows = new ArrayList<>();
        StringBuilder sql = new StringBuilder();
        int borders = 0;
        for (String line : script.split("\n", -1)) {
            if (line.startsWith("|") && borders == 2) {
                rows.add(line);
                continue;
            }
            if (line.startsWith("+-")) {
                borders++;
                if (borders == 3 && !isOrdered(sql.toString())) {
                    Collections.sort(rows);
                }
                if (!isExplain(sql.toString())) {
                    lines.addAll(rows);
                }
                rows.clear();
            } else if (line.startsWith("!")) {
                sql.setLength(0);
                borders = 0;
            } else if (borders == 0 && !line.startsWith("#")) {
                sql.append(line).append('\n');
            }
            if (borders == 0 || !isExplain(sql.toString())) {
                lines.add(line);
            }
        }
        return String.join("\n", lines);
    }

    private static boolean isExplain(String sql) {
        return sql.strip().toLowerCase(Locale.ROOT).startsWith("explain");
    }

    /** Whether there is an ORDER BY outside of all parentheses. */
    private static boolean isOrdered(String sql) {
        StringBuilder outside = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth == 0) {
                outside.append(Character.isWhitespace(c) ? ' ' : c);
            }
        }
        return outside.toString().toLowerCase(Locale.ROOT).contains("order by ");
    }
}
