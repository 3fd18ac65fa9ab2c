package io.grism.exec.storage.csv;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a CSV file is written.
 *
 * @param header whether the first line holds names; null to find out
 * @param delimiter what separates fields; null to find out
 * @param quote what encloses fields; null for nothing
 * @param escape what makes a quote inside quotes a plain character; the quote itself when it is doubled
 * @param nulls what stands for NULL when not in quotes
 * @param skip how many lines to leave out at the beginning
 * @param skipErrors whether rows that cannot be read are left out
 * @param maxErrors how many may be
 */
record CsvOptions(
        @Nullable Boolean header,
        @Nullable Byte delimiter,
        @Nullable Byte quote,
        @Nullable Byte escape,
        List<byte[]> nulls,
        int skip,
        boolean skipErrors,
        long maxErrors) {
    static final Map<String, String> DESCRIPTIONS = descriptions();

    private static Map<String, String> descriptions() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("header", "true, false or auto: whether the first line holds column names (auto; when writing: true)");
        all.put("delimiter", "the character between fields, tab for a tabulator, or auto (auto; when writing: ,)");
        all.put("quote", "the character around fields that hold special ones, or none (\")");
        all.put("escape", "the character before a quote inside quotes (the quote itself, doubled)");
        all.put("null", "the texts that stand for NULL, separated by commas (the empty text)");
        all.put("skip", "how many lines to leave out before the header (0)");
        all.put("encoding", "utf-8, which is the only one");
        all.put("on_error", "fail, or skip to leave out rows that cannot be read (fail)");
        all.put("max_errors", "with on_error skip, how many rows may be left out before the read fails (no limit)");
        return all;
    }

    static CsvOptions of(Map<String, String> given) {
        for (String name : given.keySet()) {
            if (!DESCRIPTIONS.containsKey(name.toLowerCase(Locale.ROOT))) {
                throw new GrismException(
                        ErrorCode.INVALID_OPTION,
                        "Cannot use the CSV option " + name + ": it is not known. There are: "
                                + String.join(", ", DESCRIPTIONS.keySet()));
            }
        }
        Map<String, String> options = new LinkedHashMap<>();
        given.forEach((name, value) -> options.put(name.toLowerCase(Locale.ROOT), value));
        String encoding = options.getOrDefault("encoding", "utf-8").toLowerCase(Locale.ROOT);
        if (!encoding.equals("utf-8") && !encoding.equals("utf8")) {
            throw invalid("encoding", options.get("encoding"), "Only utf-8 is");
        }
        Byte quote = quote(options.getOrDefault("quote", "\""));
        Byte delimiter = delimiter(options.getOrDefault("delimiter", "auto"));
        Byte escape = options.containsKey("escape") ? character("escape", options.get("escape")) : quote;
        if (delimiter != null && delimiter.equals(quote)) {
            throw invalid("quote", options.get("quote"), "It is the delimiter; a character of its own");
        }
        List<byte[]> nulls = new ArrayList<>();
        for (String text : options.getOrDefault("null", "").split(",", -1)) {
            nulls.add(text.getBytes(StandardCharsets.UTF_8));
        }
        return new CsvOptions(
                header(options.getOrDefault("header", "auto")),
                delimiter,
                quote,
                escape,
                List.copyOf(nulls),
                (int) number("skip", options.getOrDefault("skip", "0"), Integer.MAX_VALUE),
                choice("on_error", options.getOrDefault("on_error", "fail"), "skip", "fail"),
                options.containsKey("max_errors")
                        ? number("max_errors", options.get("max_errors"), Long.MAX_VALUE)
                        : Long.MAX_VALUE);
    }

    CsvOptions withDelimiter(byte known) {
        return new CsvOptions(header, known, quote, escape, nulls, skip, skipErrors, maxErrors);
    }

    CsvOptions withHeader(boolean known) {
        return new CsvOptions(known, delimiter, quote, escape, nulls, skip, skipErrors, maxErrors);
    }

    boolean isNull(byte[] bytes, int from, int to) {
        for (byte[] text : nulls) {
            if (java.util.Arrays.equals(bytes, from, to, text, 0, text.length)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Boolean header(String value) {
        return value.equalsIgnoreCase("auto") ? null : choice("header", value, "true", "false, auto");
    }

    private static boolean choice(String name, String value, String yes, String others) {
        String lower = value.toLowerCase(Locale.ROOT);
        if (lower.equals(yes)) {
            return true;
        }
        if (List.of(others.split(", ")).contains(lower)) {
            return false;
        }
        throw invalid(name, value, yes + ", " + others);
    }

    private static @Nullable Byte delimiter(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "auto" -> null;
            case "tab", "\\t" -> (byte) '\t';
            default -> character("delimiter", value);
        };
    }

    private static @Nullable Byte quote(String value) {
        return value.isEmpty() || value.equalsIgnoreCase("none") ? null : character("quote", value);
    }

    private static Byte character(String name, @Nullable String value) {
        if (value == null || value.length() != 1 || value.charAt(0) >= 128 || "\r\n".contains(value)) {
            throw invalid(name, value, "One ASCII character other than a line break");
        }
        return (byte) value.charAt(0);
    }

    private static long number(String name, @Nullable String value, long greatest) {
        try {
            long number = Long.parseLong(String.valueOf(value).strip());
            if (number >= 0 && number <= greatest) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new GrismException(ErrorCode.INVALID_OPTION, message(name, value, "A number from 0 on"), e);
        }
        throw invalid(name, value, "A number from 0 on");
    }

    private static GrismException invalid(String name, @Nullable String value, String allowed) {
        return new GrismException(ErrorCode.INVALID_OPTION, message(name, value, allowed));
    }

    private static String message(String name, @Nullable String value, String allowed) {
        return "Cannot set the CSV option " + name + ": " + value + ". " + allowed + " is allowed";
    }
}
