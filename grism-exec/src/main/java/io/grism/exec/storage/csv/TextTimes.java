package io.grism.exec.storage.csv;

/**
 * Dates and times in ISO form as text in bytes: {@code 2024-02-29}, {@code 23:59}, {@code 23:59:59.123}, a date and a time with a T or a
 * space between, and for instants an offset: {@code Z}, {@code +01}, {@code +0100}, {@code +01:00}. At most milliseconds: further
 * digits must be zero. Answers {@link #BAD} for anything else.
 */
final class TextTimes {
    static final long BAD = Long.MIN_VALUE;
    private static final int[] DAYS_BEFORE_MONTH = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    private static final long MILLIS_PER_DAY = 86_400_000L;

    private TextTimes() {}

    /** Days since 1970-01-01. */
    static long parseDate(byte[] bytes, int from, int to) {
        if (to - from != 10 || bytes[from + 4] != '-' || bytes[from + 7] != '-') {
            return BAD;
        }
        int year = digits(bytes, from, 4);
        int month = digits(bytes, from + 5, 2);
        int day = digits(bytes, from + 8, 2);
        if (year < 0 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) {
            return BAD;
        }
        return epochDay(year, month, day);
    }

    private static int daysInMonth(int year, int month) {
        return switch (month) {
            case 2 -> isLeap(year) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    private static boolean isLeap(int year) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    private static long epochDay(int year, int month, int day) {
        // Leap days of the years before this one, counted from the year 0, which is one.
        int leaps = year == 0 ? 0 : (year - 1) / 4 - (year - 1) / 100 + (year - 1) / 400 + 1;
        long days = 365L * year + leaps + DAYS_BEFORE_MONTH[month - 1] + (month > 2 && isLeap(year) ? 1 : 0) + day - 1;
        return days - 719_528;
    }

    /** Milliseconds since midnight. */
    static long parseTime(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length < 5 || bytes[from + 2] != ':') {
            return BAD;
        }
        int hour = digits(bytes, from, 2);
        int minute = digits(bytes, from + 3, 2);
        int second = 0;
        int millis = 0;
        if (length > 5) {
            if (length < 8 || bytes[from + 5] != ':') {
                return BAD;
            }
            second = digits(bytes, from + 6, 2);
            if (length > 8) {
                millis = bytes[from + 8] == '.' || bytes[from + 8] == ',' ? fraction(bytes, from + 9, to) : -1;
            }
        }
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 || millis < 0) {
            return BAD;
        }
        return ((hour * 60L + minute) * 60 + second) * 1000 + millis;
    }

    private static int fraction(byte[] bytes, int from, int to) {
        int value = 0;
        for (int i = 0; i < Math.max(3, to - from); i++) {
            int digit = from + i < to ? bytes[from + i] - '0' : 0;
            if (digit < 0 || digit > 9 || (i >= 3 && digit != 0)) {
                return -1;
            }
            value = i < 3 ? value * 10 + digit : value;
        }
        return from == to ? -1 : value;
    }

    /** Milliseconds since 1970-01-01 00:00. */
    static long parseTimestamp(byte[] bytes, int from, int to) {
        if (to - from < 10) {
            return BAD;
        }
        long day = parseDate(bytes, from, from + 10);
        if (day == BAD || to - from == 10) {
            return day == BAD ? BAD : day * MILLIS_PER_DAY;
        }
        if (bytes[from + 10] != 'T' && bytes[from + 10] != ' ' && bytes[from + 10] != 't') {
            return BAD;
        }
        long time = parseTime(bytes, from + 11, to);
        return time == BAD ? BAD : day * MILLIS_PER_DAY + time;
    }

    /** Milliseconds since the epoch; without an offset the text means UTC. */
    static long parseInstant(byte[] bytes, int from, int to) {
        if (to - from > 16 && (bytes[to - 1] == 'Z' || bytes[to - 1] == 'z')) {
            return parseTimestamp(bytes, from, bytes[to - 2] == ' ' ? to - 2 : to - 1);
        }
        int sign = to;
        while (sign > from + 16 && sign > to - 7 && bytes[sign - 1] != '+' && bytes[sign - 1] != '-') {
            sign--;
        }
        if (sign <= from + 16 || sign <= to - 7 || sign == to) {
            return parseTimestamp(bytes, from, to);
        }
        int length = to - sign;
        int hours = length >= 2 ? digits(bytes, sign, 2) : -1;
        int minutes =
                switch (length) {
                    case 2 -> 0;
                    case 4 -> digits(bytes, sign + 2, 2);
                    case 5 -> bytes[sign + 2] == ':' ? digits(bytes, sign + 3, 2) : -1;
                    default -> -1;
                };
        long local = parseTimestamp(bytes, from, bytes[sign - 2] == ' ' ? sign - 2 : sign - 1);
        if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59 || local == BAD) {
            return BAD;
        }
        long offset = (hours * 60L + minutes) * 60_000;
        return bytes[sign - 1] == '-' ? local + offset : local - offset;
    }

    private static int digits(byte[] bytes, int from, int count) {
        int value = 0;
        for (int i = from; i < from + count; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
