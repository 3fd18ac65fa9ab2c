package io.grism.calcite.function;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.TimeZone;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Dates and times from text and to text. Reads {@code 2024-02-29}, {@code 12:34[:56[.789]]}, both with a space or {@code T} between them, and for instants a
 * zone: {@code Z}, {@code +01:00}, {@code UTC}, {@code Europe/Berlin}.
 */
final class DateTimes {
    private static final Pattern DATE = Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})");
    private static final Pattern TIME = Pattern.compile("(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d*))?)?");
    private static final Pattern ZONED =
            Pattern.compile("(.*\\d)\\s*(Z|[+-]\\d{1,2}(?::?\\d{2})?|\\s[A-Za-z][A-Za-z0-9_/+:-]*)");

    private DateTimes() {}

    static int date(String text) {
        String value = text.strip();
        LocalDate date = parseDate(value, text, "DATE");
        return Math.toIntExact(date.toEpochDay());
    }

    static int time(String text) {
        return (int) (parseTime(text.strip(), text, "TIME").toNanoOfDay() / 1_000_000);
    }

    static long timestamp(String text) {
        return parse(text.strip(), text, "TIMESTAMP").toInstant(ZoneOffset.UTC).toEpochMilli();
    }

    static long instant(String text, TimeZone session) {
        String value = text.strip();
        ZoneId zone = session.toZoneId();
        Matcher zoned = ZONED.matcher(value);
        if (zoned.matches() && value.indexOf(':') >= 0) {
            value = zoned.group(1);
            try {
                zone = ZoneId.of(zoned.group(2).strip());
            } catch (DateTimeException e) {
                throw invalid(text, "TIMESTAMP WITH TIME ZONE", "the time zone is unknown");
            }
        }
        return parse(value, text, "TIMESTAMP WITH TIME ZONE")
                .atZone(zone)
                .toInstant()
                .toEpochMilli();
    }

    static String dateText(int days) {
        return LocalDate.ofEpochDay(days).toString();
    }

    static String timeText(int millis) {
        StringBuilder text = new StringBuilder();
        appendTime(text, millis);
        return text.toString();
    }

    static String timestampText(long millis) {
        long days = Math.floorDiv(millis, 86_400_000L);
        StringBuilder text = new StringBuilder(LocalDate.ofEpochDay(days).toString()).append(' ');
        appendTime(text, (int) Math.floorMod(millis, 86_400_000L));
        return text.toString();
    }

    static String instantText(long millis, TimeZone session) {
        ZoneId zone = session.toZoneId();
        long local =
                millis + zone.getRules().getOffset(Instant.ofEpochMilli(millis)).getTotalSeconds() * 1000L;
        return timestampText(local) + " " + zone.getId();
    }

    private static void appendTime(StringBuilder text, int millis) {
        append(text, millis / 3_600_000, 2).append(':');
        append(text, millis / 60_000 % 60, 2).append(':');
        append(text, millis / 1000 % 60, 2);
        int fraction = millis % 1000;
        if (fraction != 0) {
            append(text.append('.'), fraction, 3);
            while (text.charAt(text.length() - 1) == '0') {
                text.setLength(text.length() - 1);
            }
        }
    }

    private static StringBuilder append(StringBuilder text, int value, int digits) {
        String number = Integer.toString(value);
        return text.append("0".repeat(Math.max(0, digits - number.length()))).append(number);
    }

    private static LocalDateTime parse(String value, String text, String type) {
        int split = value.indexOf(' ');
        if (split < 0) {
            split = value.indexOf('T');
        }
        LocalDate date = parseDate(split < 0 ? value : value.substring(0, split), text, type);
        return split < 0
                ? date.atStartOfDay()
                : date.atTime(parseTime(value.substring(split + 1).strip(), text, type));
    }

    private static LocalDate parseDate(String value, String text, String type) {
        Matcher matcher = DATE.matcher(value);
        if (!matcher.matches()) {
            throw invalid(text, type, "the form is " + form(type));
        }
        try {
            return LocalDate.of(number(matcher.group(1)), number(matcher.group(2)), number(matcher.group(3)));
        } catch (DateTimeException e) {
            throw invalid(text, type, "there is no such day");
        }
    }

    private static LocalTime parseTime(String value, String text, String type) {
        Matcher matcher = TIME.matcher(value);
        if (!matcher.matches()) {
            throw invalid(text, type, "the form is " + form(type));
        }
        String fraction = matcher.group(4) == null ? "" : matcher.group(4);
        if (fraction.length() > 3) {
            if (!fraction.substring(3).chars().allMatch(c -> c == '0')) {
                throw invalid(text, type, "seconds have at most 3 fractional digits (milliseconds)");
            }
            fraction = fraction.substring(0, 3);
        }
        try {
            return LocalTime.of(
                    number(matcher.group(1)),
                    number(matcher.group(2)),
                    number(matcher.group(3)),
                    number((fraction + "000").substring(0, 3)) * 1_000_000);
        } catch (DateTimeException e) {
            throw invalid(text, type, "there is no such time");
        }
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static String form(String type) {
        return switch (type) {
            case "DATE" -> "2024-12-31";
            case "TIME" -> "23:59:59.999";
            case "TIMESTAMP" -> "2024-12-31 23:59:59.999";
            default -> "2024-12-31 23:59:59.999 Europe/Berlin, or with an offset such as +01:00";
        };
    }

    private static GrismException invalid(String text, String type, String reason) {
        return new GrismException(ErrorCode.INVALID_DATETIME, "Cannot cast '" + text + "' to " + type + ": " + reason);
    }
}
