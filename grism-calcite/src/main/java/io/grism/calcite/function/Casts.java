package io.grism.calcite.function;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.linq4j.function.Strict;
import org.jspecify.annotations.Nullable;

/**
 * CAST between scalar types. Strings may have spaces around a value of another type; numbers are rounded half up; a value that the target cannot hold is an
 * error that names it. Called by generated code.
 */
@Strict
public final class Casts {
    private Casts() {}

    /**
     * The elements of an array, each cast by a method of this class; NULL stays NULL.
     *
     * @param depth 1 for an array of values, more for arrays of arrays
     * @param method the name of the method, with or without that of the class before it
     * @param first its second argument, if it has one
     * @param second its third
     */
    public static List<@Nullable Object> elements(
            List<@Nullable Object> values, int depth, String method, int first, int second) {
        String name = method.substring(method.indexOf('.') + 1);
        Method cast = Arrays.stream(Casts.class.getMethods())
                .filter(candidate -> candidate.getName().equals(name))
                .findFirst()
                .orElseThrow();
        return elements(values, depth, cast, new Object[] {first, second});
    }

    private static List<@Nullable Object> elements(
            List<@Nullable Object> values, int depth, Method cast, Object[] more) {
        List<@Nullable Object> results = new ArrayList<>(values.size());
        for (Object value : values) {
            if (value == null) {
                results.add(null);
            } else if (depth > 1) {
                @SuppressWarnings("unchecked")
                List<@Nullable Object> inner = (List<@Nullable Object>) value;
                results.add(elements(inner, depth - 1, cast, more));
            } else {
                Object[] arguments = {value, more[0], more[1]};
                results.add(call(cast, Arrays.copyOf(arguments, cast.getParameterCount())));
            }
        }
        return results;
    }

    private static Object call(Method cast, Object[] arguments) {
        try {
            return cast.invoke(null, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    public static boolean numberToBoolean(Number number) {
        return number instanceof BigDecimal decimal ? decimal.signum() != 0 : number.doubleValue() != 0;
    }

    public static boolean textToBoolean(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid(text, "BOOLEAN", "TRUE and FALSE are allowed");
        };
    }

    public static byte textToTinyint(String text) {
        return (byte) integer(text, "TINYINT", Byte.MIN_VALUE, Byte.MAX_VALUE);
    }

    public static short textToSmallint(String text) {
        return (short) integer(text, "SMALLINT", Short.MIN_VALUE, Short.MAX_VALUE);
    }

    public static int textToInteger(String text) {
        return (int) integer(text, "INTEGER", Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    public static long textToBigint(String text) {
        return integer(text, "BIGINT", Long.MIN_VALUE, Long.MAX_VALUE);
    }

    public static float textToReal(String text) {
        try {
            return Float.parseFloat(numeric(text));
        } catch (NumberFormatException e) {
            throw invalid(text, "REAL", "a number is allowed");
        }
    }

    public static double textToDouble(String text) {
        try {
            return Double.parseDouble(numeric(text));
        } catch (NumberFormatException e) {
            throw invalid(text, "DOUBLE", "a number is allowed");
        }
    }

    public static BigDecimal textToDecimal(String text, int precision, int scale) {
        BigDecimal value;
        try {
            value = new BigDecimal(text.strip());
        } catch (NumberFormatException e) {
            throw invalid(text, "DECIMAL(" + precision + ", " + scale + ")", "a decimal number is allowed");
        }
        return Decimals.fit(value, precision, scale);
    }

    public static int textToDate(String text) {
        return DateTimes.date(text);
    }

    public static int textToTime(String text) {
        return DateTimes.time(text);
    }

    public static long textToTimestamp(String text) {
        return DateTimes.timestamp(text);
    }

    public static long textToInstant(String text) {
        return DateTimes.instant(text, GeneratedRoot.current().timeZone());
    }

    public static UUID textToUuid(String text) {
        String value = text.strip();
        try {
            UUID uuid = UUID.fromString(value);
            if (uuid.toString().equalsIgnoreCase(value)) {
                return uuid;
            }
        } catch (IllegalArgumentException e) {
            // falls through to the one message
        }
        throw invalid(text, "UUID", "the form is 8-4-4-4-12 hexadecimal digits");
    }

    public static byte toTinyint(Number number) {
        return (byte) integer(number, "TINYINT", Byte.MIN_VALUE, Byte.MAX_VALUE);
    }

    public static short toSmallint(Number number) {
        return (short) integer(number, "SMALLINT", Short.MIN_VALUE, Short.MAX_VALUE);
    }

    public static int toInteger(Number number) {
        return (int) integer(number, "INTEGER", Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    public static long toBigint(Number number) {
        return integer(number, "BIGINT", Long.MIN_VALUE, Long.MAX_VALUE);
    }

    public static float toReal(Number number) {
        float value = number.floatValue();
        if (Float.isInfinite(value) && !Double.isInfinite(number.doubleValue())) {
            throw overflow(number, "REAL");
        }
        return value;
    }

    public static double toDouble(Number number) {
        return number instanceof Float ? (double) number.floatValue() : number.doubleValue();
    }

    public static BigDecimal toDecimal(Number number, int precision, int scale) {
        return Decimals.fit(Decimals.of(number), precision, scale);
    }

    /** Text of a number; more than {@code length} characters are an error, a negative length is no limit. */
    public static String numberToText(Number number, int length) {
        return limited(number instanceof BigDecimal decimal ? decimal.toPlainString() : number.toString(), length);
    }

    public static String booleanToText(boolean value, int length) {
        return limited(value ? "TRUE" : "FALSE", length);
    }

    public static String dateToText(int days, int length) {
        return limited(DateTimes.dateText(days), length);
    }

    public static String timeToText(int millis, int length) {
        return limited(DateTimes.timeText(millis), length);
    }

    public static String timestampToText(long millis, int length) {
        return limited(DateTimes.timestampText(millis), length);
    }

    public static String instantToText(long millis, int length) {
        return limited(DateTimes.instantText(millis, GeneratedRoot.current().timeZone()), length);
    }

    public static String uuidToText(UUID uuid, int length) {
        return limited(uuid.toString(), length);
    }

    /** A string cut to a length, as SQL's explicit CAST does. */
    public static String textToText(String text, int length) {
        return length < 0 || text.length() <= length || text.codePointCount(0, text.length()) <= length
                ? text
                : text.substring(0, text.offsetByCodePoints(0, length));
    }

    /** A string padded with spaces, for CHAR. */
    public static String pad(String text, int length) {
        int missing = length - text.codePointCount(0, text.length());
        return missing <= 0 ? text : text + " ".repeat(missing);
    }

    public static ByteString textToBinary(String text, int length) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new ByteString(length >= 0 && bytes.length > length ? Arrays.copyOf(bytes, length) : bytes);
    }

    /** The characters of UTF-8 bytes. */
    public static String binaryToText(ByteString bytes, int length) {
        try {
            return textToText(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes.getBytes()))
                            .toString(),
                    length);
        } catch (CharacterCodingException e) {
            throw new GrismException(
                    ErrorCode.INVALID_CAST, "Cannot cast X'" + bytes + "' to VARCHAR: it is not UTF-8", e);
        }
    }

    public static int truncateTime(int millis, int precision) {
        return millis - Math.floorMod(millis, unit(precision));
    }

    public static long truncateTimestamp(long millis, int precision) {
        return millis - Math.floorMod(millis, (long) unit(precision));
    }

    public static int numberToMonths(Number number, int unit) {
        return toInteger(Decimals.of(number).multiply(BigDecimal.valueOf(unit)));
    }

    public static long numberToMillis(Number number, int unit) {
        return toBigint(Decimals.of(number).multiply(BigDecimal.valueOf(unit)));
    }

    public static String monthsToText(int months, String range, int length) {
        return limited(Intervals.monthsText(months, TimeUnitRange.valueOf(range)), length);
    }

    public static String millisToText(long millis, String range, int length) {
        return limited(Intervals.millisText(millis, TimeUnitRange.valueOf(range)), length);
    }

    private static int unit(int precision) {
        return switch (precision) {
            case 0 -> 1000;
            case 1 -> 100;
            case 2 -> 10;
            default -> 1;
        };
    }

    private static long integer(String text, String type, long least, long greatest) {
        BigDecimal value;
        try {
            value = new BigDecimal(text.strip());
        } catch (NumberFormatException e) {
            throw invalid(text, type, "a whole number is allowed");
        }
        if (value.scale() > 0 && value.stripTrailingZeros().scale() > 0) {
            throw invalid(text, type, "a whole number is allowed");
        }
        return range(value, value, type, least, greatest);
    }

    private static long integer(Number number, String type, long least, long greatest) {
        if (number instanceof BigDecimal || number instanceof Double || number instanceof Float) {
            double value = number.doubleValue();
            if (Double.isNaN(value) || Double.isInfinite(value)) {
                throw overflow(number, type);
            }
            return range(number, Decimals.of(number).setScale(0, RoundingMode.HALF_UP), type, least, greatest);
        }
        long value = number.longValue();
        if (value < least || value > greatest) {
            throw overflow(number, type);
        }
        return value;
    }

    private static long range(Number original, BigDecimal value, String type, long least, long greatest) {
        if (value.compareTo(BigDecimal.valueOf(least)) < 0 || value.compareTo(BigDecimal.valueOf(greatest)) > 0) {
            throw overflow(original, type);
        }
        return value.longValue();
    }

    /** Java also reads a hexadecimal number and a trailing d or f, which SQL does not. */
    private static String numeric(String text) {
        String value = text.strip();
        char last = value.isEmpty() ? 'x' : Character.toLowerCase(value.charAt(value.length() - 1));
        if (value.indexOf('x') >= 0 || value.indexOf('X') >= 0 || last == 'd' || last == 'f') {
            throw new NumberFormatException(value);
        }
        return value;
    }

    private static String limited(String text, int length) {
        if (length >= 0 && text.length() > length) {
            throw new GrismException(
                    ErrorCode.STRING_TOO_LONG,
                    "Cannot cast " + text + " to a string of length " + length + ": it has " + text.length()
                            + " characters");
        }
        return text;
    }

    private static GrismException overflow(Number number, String type) {
        String text = number instanceof BigDecimal decimal ? decimal.toPlainString() : number.toString();
        return new GrismException(
                ErrorCode.NUMERIC_OVERFLOW, "Cannot cast " + text + " to " + type + ": it is out of range");
    }

    private static GrismException invalid(String text, String type, String allowed) {
        return new GrismException(ErrorCode.INVALID_CAST, "Cannot cast '" + text + "' to " + type + ": " + allowed);
    }
}
