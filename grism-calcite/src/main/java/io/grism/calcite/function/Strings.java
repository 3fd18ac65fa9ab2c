package io.grism.calcite.function;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import org.apache.calcite.linq4j.function.Strict;

/** Functions of strings. Called by generated code. */
@Strict
public final class Strings {
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

    private static int offset(String text, long characters) {
        int all = text.codePointCount(0, text.length());
        return characters >= all ? text.length() : text.offsetByCodePoints(0, (int) characters);
    }
}
