package io.grism.exec.column;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * SQL equality, order and hash of boxed values as {@link io.grism.exec.batch.TypeKind} names them, nested ones too. Both values are of
 * one SQL type. Inside arrays and rows NULL equals NULL and is the greatest.
 */
public final class BoxedValues {
    private BoxedValues() {}

    /** IS NOT DISTINCT FROM. */
    public static boolean equal(@Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return left == right;
        }
        if (left instanceof Map<?, ?> a && right instanceof Map<?, ?> b) {
            return a.size() == b.size() && compareMaps(a, b) == 0;
        }
        if (left instanceof String || left instanceof Long || left instanceof Integer || left instanceof Boolean) {
            return left.equals(right);
        }
        return compare(left, right) == 0;
    }

    /** SQL's order; NULL is the greatest. */
    public static int compare(@Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return left == right ? 0 : left == null ? 1 : -1;
        }
        if (left instanceof String a) {
            return compare(a, (String) right);
        }
        if (left instanceof Double a) {
            return compare((double) a, ((Double) right).doubleValue());
        }
        if (left instanceof Float a) {
            return compare((float) a, ((Float) right).floatValue());
        }
        if (left instanceof BigDecimal a) {
            return a.compareTo((BigDecimal) right);
        }
        if (left instanceof Boolean a) {
            return Boolean.compare(a, (Boolean) right);
        }
        if (left instanceof Number a) {
            return Long.compare(a.longValue(), ((Number) right).longValue());
        }
        if (left instanceof byte[] a) {
            return Arrays.compareUnsigned(a, (byte[]) right);
        }
        if (left instanceof UUID a) {
            UUID b = (UUID) right;
            int first = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
            return first != 0 ? first : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
        }
        if (left instanceof Object[] || left instanceof Collection) {
            return compareSequences(sequence(left).iterator(), sequence(right).iterator());
        }
        if (left instanceof Map<?, ?> a) {
            return compareMaps(a, (Map<?, ?>) right);
        }
        throw new IllegalArgumentException("not a SQL value: " + left.getClass());
    }

    /** By code point. */
    public static int compare(String left, String right) {
        int length = Math.min(left.length(), right.length());
        for (int i = 0; i < length; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean surrogateA = Character.isSurrogate(a);
                return surrogateA == Character.isSurrogate(b) ? a - b : surrogateA ? 1 : -1;
            }
        }
        return left.length() - right.length();
    }

    /** NaN equals NaN and is the greatest; -0.0 equals 0.0. */
    public static int compare(double left, double right) {
        if (left < right) {
            return -1;
        }
        return left > right ? 1 : left == right ? 0 : Boolean.compare(Double.isNaN(left), Double.isNaN(right));
    }

    /** NaN equals NaN and is the greatest; -0.0 equals 0.0. */
    public static int compare(float left, float right) {
        if (left < right) {
            return -1;
        }
        return left > right ? 1 : left == right ? 0 : Boolean.compare(Float.isNaN(left), Float.isNaN(right));
    }

    /** Bits that are the same for equal values. */
    static long bits(double value) {
        return Double.doubleToLongBits(value == 0 ? 0.0 : value);
    }

    /** Bits that are the same for equal values. */
    static long bits(float value) {
        return Float.floatToIntBits(value == 0 ? 0.0f : value);
    }

    private static Collection<?> sequence(Object value) {
        return value instanceof Object[] array ? Arrays.asList(array) : (Collection<?>) value;
    }

    private static int compareSequences(Iterator<?> left, Iterator<?> right) {
        while (left.hasNext() && right.hasNext()) {
            int order = compare(left.next(), right.next());
            if (order != 0) {
                return order;
            }
        }
        return Boolean.compare(left.hasNext(), right.hasNext());
    }

    /** Maps in the order of their entries, sorted by key. */
    private static int compareMaps(Map<?, ?> left, Map<?, ?> right) {
        return compareSequences(sortedEntries(left), sortedEntries(right));
    }

    private static Iterator<?> sortedEntries(Map<?, ?> map) {
        List<Object[]> entries = new ArrayList<>(map.size());
        map.forEach((key, value) -> entries.add(new Object[] {key, value}));
        entries.sort((a, b) -> compare(a[0], b[0]));
        return entries.iterator();
    }

    /** A hash that agrees with {@link #equal}. */
    public static long hash(@Nullable Object value) {
        if (value == null) {
            return 0;
        }
        if (value instanceof Double number) {
            return AbstractColumn.mix(1, bits(number.doubleValue()));
        }
        if (value instanceof Float number) {
            return AbstractColumn.mix(1, bits(number.floatValue()));
        }
        if (value instanceof BigDecimal number) {
            return AbstractColumn.mix(2, number.stripTrailingZeros().hashCode());
        }
        if (value instanceof Number number) {
            return AbstractColumn.mix(3, number.longValue());
        }
        if (value instanceof byte[] bytes) {
            return AbstractColumn.mix(4, Arrays.hashCode(bytes));
        }
        if (value instanceof Object[] || value instanceof Collection) {
            long hash = 5;
            for (Object element : sequence(value)) {
                hash = AbstractColumn.mix(hash, hash(element));
            }
            return hash;
        }
        if (value instanceof Map<?, ?> map) {
            long hash = 6;
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                hash += AbstractColumn.mix(hash(entry.getKey()), hash(entry.getValue()));
            }
            return hash;
        }
        return AbstractColumn.mix(7, value.hashCode());
    }

    /** About how many bytes of heap a value takes. */
    static long estimateBytes(@Nullable Object value) {
        if (value == null) {
            return 0;
        }
        if (value instanceof String text) {
            return 56L + text.length();
        }
        if (value instanceof byte[] bytes) {
            return 16L + bytes.length;
        }
        if (value instanceof Object[] || value instanceof Collection) {
            long bytes = 40;
            for (Object element : sequence(value)) {
                bytes += 8 + estimateBytes(element);
            }
            return bytes;
        }
        if (value instanceof Map<?, ?> map) {
            long bytes = 64;
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                bytes += 48 + estimateBytes(entry.getKey()) + estimateBytes(entry.getValue());
            }
            return bytes;
        }
        return value instanceof BigDecimal ? 80 : 24;
    }

    static long toLong(Object value) {
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        throw new IllegalArgumentException("not an integer: " + value.getClass().getName());
    }

    static int toInt(Object value) {
        return value instanceof Integer number ? number : (int) inRange(toLong(value), Integer.MIN_VALUE, "INTEGER");
    }

    static short toShort(Object value) {
        return (short) inRange(toLong(value), Short.MIN_VALUE, "SMALLINT");
    }

    static byte toByte(Object value) {
        return (byte) inRange(toLong(value), Byte.MIN_VALUE, "TINYINT");
    }

    private static long inRange(long value, long least, String type) {
        if (value < least || value > -(least + 1)) {
            throw new GrismException(
                    ErrorCode.NUMERIC_OVERFLOW,
                    "Cannot store number: " + value + ". " + type + " holds " + least + " to " + -(least + 1));
        }
        return value;
    }

    /** The unscaled value of a number as DECIMAL(precision, scale), which must hold it exactly. */
    static BigInteger unscaled(Object value, int precision, int scale) {
        BigDecimal number = value instanceof BigDecimal decimal ? decimal : BigDecimal.valueOf(toLong(value));
        BigDecimal scaled = number.setScale(scale, RoundingMode.DOWN);
        if (scaled.precision() > precision || scaled.compareTo(number) != 0) {
            throw new GrismException(
                    ErrorCode.NUMERIC_OVERFLOW,
                    "Cannot store number: " + number + ". DECIMAL(" + precision + ", " + scale + ") holds "
                            + (precision - scale) + " digits before the point and " + scale + " after it");
        }
        return scaled.unscaledValue();
    }

    /** The number with a 128-bit unscaled value. */
    static BigDecimal decimal(long high, long low, int scale) {
        if (high == low >> 63) {
            return BigDecimal.valueOf(low, scale);
        }
        BigInteger unsignedLow = BigInteger.valueOf(low >>> 1).shiftLeft(1).add(BigInteger.valueOf(low & 1));
        return new BigDecimal(BigInteger.valueOf(high).shiftLeft(64).add(unsignedLow), scale);
    }
}
