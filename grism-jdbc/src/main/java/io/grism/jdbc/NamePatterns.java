package io.grism.jdbc;

import java.util.regex.Pattern;
import org.apache.calcite.avatica.Meta;

/** Patterns of metadata calls: {@code %} stands for any characters, {@code _} for one, a backslash takes the next literally; case does not matter. */
final class NamePatterns {
    private NamePatterns() {}

    static boolean matches(Meta.Pat pattern, String name) {
        String s = pattern.s;
        if (s == null) {
            return true;
        }
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c == '\\' && i + 1 < s.length()) {
                regex.append(Pattern.quote(String.valueOf(s.charAt(++i))));
            } else if (c == '%') {
                regex.append(".*");
            } else if (c == '_') {
                regex.append('.');
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.DOTALL)
                .matcher(name)
                .matches();
    }
}
