package io.grism.calcite.function;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.kernel.LikePattern;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Objects;
import org.apache.calcite.linq4j.function.Strict;
import org.jspecify.annotations.Nullable;

/** Functions of strings. Called by generated code. */
@Strict
public final class Strings {
    private static final ThreadLocal<Map.@Nullable Entry<@Nullable String, LikePattern>> LAST_PATTERN =
            new ThreadLocal<>();

    private Strings() {}

    public static String overlay(String text, String replacement, int start) {
        return overlayFor(text, replacement, start, replacement.codePointCount(0, replacement.length()));
    }

    /** The text with {@code length} characters from {@code start} on, counted from 1, replaced. */
    public static String overlayFor(String text, String replacement, int start, int length) {
        if (start < 1 || length < 0) {
            throw new GrismException(
                    ErrorCode.DATA_ERROR,
                    "Cannot overlay " + length + " characters from " + start + ": positions start at 1, lengths at 0");
        }
        return text.substring(0, offset(text, start - 1L))
                + replacement
                + text.substring(offset(text, start - 1L + length));
    }

    /** Each word of letters and digits with its first letter in upper case and the others in lower case. */
    public static String initcap(String text) {
        StringBuilder result = new StringBuilder(text.length());
        boolean inWord = false;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            result.appendCodePoint(inWord ? Character.toLowerCase(c) : Character.toTitleCase(c));
            inWord = Character.isLetterOrDigit(c);
        }
        return result.toString();
    }

    /** {@code text LIKE pattern}. */
    public static boolean like(String text, String pattern) {
        return pattern(pattern, null).matches(text);
    }

    /** {@code text LIKE pattern ESCAPE escape}. */
    public static boolean likeEscape(String text, String pattern, String escape) {
        return pattern(pattern, escape).matches(text);
    }

    /** The pattern, which is mostly that of the row before. */
    private static LikePattern pattern(String text, @Nullable String escape) {
        Map.Entry<@Nullable String, LikePattern> last = LAST_PATTERN.get();
        if (last != null
                && Objects.equals(last.getKey(), escape)
                && last.getValue().text().equals(text)) {
            return last.getValue();
        }
        LikePattern pattern = new LikePattern(text, escape);
        LAST_PATTERN.set(new AbstractMap.SimpleImmutableEntry<>(escape, pattern));
        return pattern;
    }

    private static int offset(String text, long characters) {
        int all = text.codePointCount(0, text.length());
        return characters >= all ? text.length() : text.offsetByCodePoints(0, (int) characters);
    }
}
