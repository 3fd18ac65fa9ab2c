package io.grism.exec.storage.csv;

import io.grism.exec.column.Raw;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** The columns of fixed width, one a type. Texts of all types but VARCHAR may have spaces around them. */
final class CsvColumns {
    private CsvColumns() {}

    /** What all types have that are not text: spaces around a value do not count. */
    private abstract static class Trimmed extends CsvColumn {
        final TextNumbers numbers = new TextNumbers();

        Trimmed(Field field, int capacity) {
            super(field, capacity);
        }

        @Override
        final boolean parse(int row, byte[] bytes, int from, int to) {
            int start = from;
            int end = to;
            while (start < end && bytes[start] == ' ') {
                start++;
            }
            while (start < end && bytes[end - 1] == ' ') {
                end--;
            }
            return parseTrimmed(row, bytes, start, end);
        }

        abstract boolean parseTrimmed(int row, byte[] bytes, int from, int to);
    }

    static final class Booleans extends Trimmed {
        private final long[] values;

        Booleans(Field field, int capacity) {
            super(field, capacity);
            values = new long[(capacity + 63) >>> 6];
        }

        @Override
        boolean parseTrimmed(int row, byte[] bytes, int from, int to) {
            int value = parseBoolean(bytes, from, to);
            putNull(row);
            values[row >>> 6] |= (value == 1 ? 1L : 0L) << row;
            return value >= 0;
        }

        /** 1, 0, or -1 for neither: true, t, 1, false, f, 0 in any case. */
        static int parseBoolean(byte[] bytes, int from, int to) {
            if (to - from == 1) {
                return switch (bytes[from]) {
                    case '1', 't', 'T' -> 1;
                    case '0', 'f', 'F' -> 0;
                    default -> -1;
                };
            }
            return is("true", bytes, from, to) ? 1 : is("false", bytes, from, to) ? 0 : -1;
        }

        private static boolean is(String word, byte[] bytes, int from, int to) {
            if (to - from != word.length()) {
                return false;
            }
            for (int i = 0; i < word.length(); i++) {
                if ((bytes[from + i] | 0x20) != word.charAt(i)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        void putNull(int row) {
            values[row >>> 6] &= ~(1L << row);
        }

        @Override
        void write(FieldVector vector, int count) {
            for (int i = 0; i < count; i += 64) {
                Raw.putBits(vector.getDataBufferAddress(), i, values[i >>> 6], Math.min(64, count - i));
            }
        }
    }

    static final class Bytes extends Trimmed {
        private final byte[] values;

        Bytes(Field field, int capacity) {
            super(field, capacity);
            values = new byte[capacity];
        }

        @Override
        boolean parseTrimmed(int row, byte[] bytes, int from, int to) {
            long value = numbers.parseLong(bytes, from, to);
            values[row] = (byte) value;
            return !numbers.isBad() && values[row] == value;
        }

        @Override
        void putNull(int row) {
            values[row] = 0;
        }

        @Override
        void write(FieldVector vector, int count) {
            Raw.write(vector.getDataBufferAddress(), values, 0, count);
        }
    }

    static final class Shorts extends Trimmed {
        private final short[] values;

        Shorts(Field field, int capacity) {
            super(field, capacity);
            values = new short[capacity];
        }

        @Override
        boolean parseTrimmed(int row, byte[] bytes, int from, int to) {
            long value = numbers.parseLong(bytes, from, to);
            values[row] = (short) value;
            return !numbers.isBad() && values[row] == value;
        }

        @Override
        void putNull(int row) {
            values[row] = 0;
        }

        @Override
        void write(FieldVector vector, int count) {
            Raw.write(vector.getDataBufferAddress(), values, 0, count);
        }
    }

    /** Types of 32 bits. */
    static class Ints extends Trimmed {
        private final int[] values;
        private final long least;
        private final long greatest;

        Ints(Field field, int capacity, long least, long greatest) {
            super(field, capacity);
            this.values = new int[capacity];
            this.least = least;
            this.greatest = greatest;
        }

        /** The value, or one out of range. */
        long value(byte[] bytes, int from, int to) {
            long value = numbers.parseLong(bytes, from, to);
            return numbers.isBad() ? Long.MIN_VALUE : value;
        }

        @Override
        final boolean parseTrimmed(int row, byte[] bytes, int from, int to) {
            long value = value(bytes, from, to);
            values[row] = (int) value;
            return value >= least && value <= greatest;
        }

        @Override
        final void putNull(int row) {
            values[row] = 0;
        }

        @Override
        final void write(FieldVector vector, int count) {
            Raw.write(vector.getDataBufferAddress(), values, 0, count);
        }
    }

    static final class Dates extends Ints {
        Dates(Field field, int capacity) {
            super(field, capacity, Integer.MIN_VALUE, Integer.MAX_VALUE);
        }

        @Override
        long value(byte[] bytes, int from, int to) {
            return TextTimes.parseDate(bytes, from, to);
        }

        @Override
        String typeName() {
            return "DATE of the form 2024-12-31";
        }
    }

    static final class Times extends Ints {
        Times(Field field, int capacity) {
            super(field, capacity, 0, 86_399_999);
        }

        @Override
        long value(byte[] bytes, int from, int to) {
            return TextTimes.parseTime(bytes, from, to);
        }

        @Override
        String typeName() {
            return "TIME of the form 23:59:59.999";
        }
    }

    /** Types of 64 bits. */
    static class Longs extends Trimmed {
        private final long[] values;

        Longs(Field field, int capacity) {
            super(field, capacity);
            values = new long[capacity];
        }

        /** Sets the value, which is unless it is bad. */
        boolean put(int row, long value, boolean bad) {
            values[row] = value;
            return !bad;
        }

        @Override
        boolean parseTrimmed(int row, byte[] bytes, int from, int to) {
            long value = numbers.parseLong(bytes, from, to);
            return put(row, value, numbers.isBad());
        }

        @Override
        final void putNull(int row) {
            values[row] = 0;
        }

        @Override
        final void write(FieldVector vector, int count) {
            Raw.write(vector.getDataBufferAddress(), values, 0, count);
        }
    }

    static final class Timestamps extends Longs {
        Timestamps(Field field, int capacity) {
            super(field, capacity);
        }

        @Override
        boolean parseTrimmed(int row, byte[] bytes, int from, int to) {
            long value = TextTimes.parseTimestamp(bytes, from, to);
            return put(row, value, value == TextTimes.BAD);
        }

        @Override
        String typeName() {
            return "TIMESTAMP of the form 2024-12-31 23:59:59.999";
        }
    }

    static final class Instants extends Longs {
        Instants(Field field, int capacity) {
            super(field, capacity);
        }

        @Override
        boolean parseTrimmed(int row, byte[] bytes, int from, int to) {
            long value = TextTimes.parseInstant(bytes, from, to);
            return put(row, value, value == TextTimes.BAD);
        }

        @Override
        String typeName() {
            return "TIMESTAMP WITH TIME ZONE of the form 2024-12-31T23:59:59.999+01:00";
        }
    }

    static final class Floats extends Trimmed {
        private final float[] values;

        Floats(Field field, int capacity) {
            super(field, capacity);
            values = new float[capacity];
        }

        @Override
        boolean parseTrimmed(int row, byte[] bytes, int from, int to) {
            values[row] = numbers.parseFloat(bytes, from, to);
            return !numbers.isBad();
        }

        @Override
        void putNull(int row) {
            values[row] = 0;
        }

        @Override
        void write(FieldVector vector, int count) {
            Raw.write(vector.getDataBufferAddress(), values, 0, count);
        }
    }

    static final class Doubles extends Trimmed {
        private final double[] values;

        Doubles(Field field, int capacity) {
            super(field, capacity);
            values = new double[capacity];
        }

        @Override
        boolean parseTrimmed(int row, byte[] bytes, int from, int to) {
            values[row] = numbers.parseDouble(bytes, from, to);
            return !numbers.isBad();
        }

        @Override
        void putNull(int row) {
            values[row] = 0;
        }

        @Override
        void write(FieldVector vector, int count) {
            Raw.write(vector.getDataBufferAddress(), values, 0, count);
        }
    }

    static final class Decimals extends Trimmed {
        private final ArrowType.Decimal type;
        private final long[] words;

        Decimals(Field field, ArrowType.Decimal type, int capacity) {
            super(field, capacity);
            this.type = type;
            this.words = new long[2 * capacity];
        }

        @Override
        boolean parseTrimmed(int row, byte[] bytes, int from, int to) {
            if (!TextNumbers.isDecimal(bytes, from, to)) {
                return false;
            }
            if (to - from <= 18 && parseShort(row, bytes, from, to)) {
                return true;
            }
            BigDecimal value = new BigDecimal(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
            // An exponent may ask for more digits than there is memory.
            if (value.signum() != 0 && (long) value.precision() - value.scale() > 38) {
                return false;
            }
            value = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
            if (value.scale() > type.getScale()) {
                return false;
            }
            BigInteger unscaled = value.setScale(type.getScale()).unscaledValue();
            if (new BigDecimal(unscaled).precision() > type.getPrecision()) {
                return false;
            }
            put(row, unscaled.longValue(), unscaled.shiftRight(64).longValue());
            return true;
        }

        /** Digits that fit into a long, without an exponent; false to try the long way. */
        private boolean parseShort(int row, byte[] bytes, int from, int to) {
            int p = from;
            boolean negative = bytes[p] == '-';
            if (negative || bytes[p] == '+') {
                p++;
            }
            long value = 0;
            int scale = -1;
            for (; p < to; p++) {
                if (bytes[p] == '.') {
                    scale = 0;
                } else if (!TextNumbers.isDigit(bytes[p])) {
                    return false;
                } else {
                    value = value * 10 + bytes[p] - '0';
                    scale = scale < 0 ? scale : scale + 1;
                }
            }
            for (int s = Math.max(scale, 0); s < type.getScale(); s++) {
                if (value > Long.MAX_VALUE / 100) {
                    return false;
                }
                value *= 10;
            }
            long bound = 1;
            for (int i = 0; i < Math.min(18, type.getPrecision()); i++) {
                bound *= 10;
            }
            if (scale > type.getScale() || value >= bound) {
                return false;
            }
            put(row, negative ? -value : value, negative && value != 0 ? -1 : 0);
            return true;
        }

        private void put(int row, long low, long high) {
            words[2 * row] = low;
            words[2 * row + 1] = high;
        }

        @Override
        String typeName() {
            return "DECIMAL(" + type.getPrecision() + ", " + type.getScale() + ")";
        }

        @Override
        void putNull(int row) {
            put(row, 0, 0);
        }

        @Override
        void write(FieldVector vector, int count) {
            Raw.write(vector.getDataBufferAddress(), words, 0, 2 * count);
        }
    }

    static final class Uuids extends Trimmed {
        private final byte[] values;

        Uuids(Field field, int capacity) {
            super(field, capacity);
            values = new byte[16 * capacity];
        }

        @Override
        boolean parseTrimmed(int row, byte[] bytes, int from, int to) {
            if (to - from != 36) {
                return false;
            }
            for (int i = 0; i < 36; i++) {
                boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
                if (dash ? bytes[from + i] != '-' : Character.digit(bytes[from + i], 16) < 0) {
                    return false;
                }
            }
            UUID value = UUID.fromString(new String(bytes, from, 36, StandardCharsets.US_ASCII));
            for (int i = 0; i < 8; i++) {
                values[16 * row + i] = (byte) (value.getMostSignificantBits() >>> (56 - 8 * i));
                values[16 * row + 8 + i] = (byte) (value.getLeastSignificantBits() >>> (56 - 8 * i));
            }
            return true;
        }

        @Override
        void putNull(int row) {
            Arrays.fill(values, 16 * row, 16 * row + 16, (byte) 0);
        }

        @Override
        void write(FieldVector vector, int count) {
            Raw.write(vector.getDataBufferAddress(), values, 0, 16 * count);
        }
    }
}
