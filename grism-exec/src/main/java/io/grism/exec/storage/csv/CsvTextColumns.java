package io.grism.exec.storage.csv;

import io.grism.exec.column.Raw;
import java.util.Arrays;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/** The columns whose values differ in length: text and bytes. */
final class CsvTextColumns {
    private CsvTextColumns() {}

    /** Values of any number of bytes. */
    private abstract static class Variable extends CsvColumn {
        private final int[] offsets;
        private byte[] data = new byte[1024];

        Variable(Field field, int capacity) {
            super(field, capacity);
            offsets = new int[capacity + 1];
        }

        /** Makes room for the value of a row and gives its place in {@link #data()}. */
        final int start(int row, int bytes) {
            int start = offsets[row];
            int end = Math.addExact(start, bytes);
            if (end > data.length) {
                data = Arrays.copyOf(data, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(end, 2L * data.length)));
            }
            offsets[row + 1] = end;
            return start;
        }

        final byte[] data() {
            return data;
        }

        @Override
        final void putNull(int row) {
            offsets[row + 1] = offsets[row];
        }

        @Override
        final long dataBytes(int count) {
            return offsets[count];
        }

        @Override
        final void write(FieldVector vector, int count) {
            Raw.write(vector.getOffsetBufferAddress(), offsets, 0, count + 1);
            Raw.write(vector.getDataBufferAddress(), data, 0, offsets[count]);
        }
    }

    static final class Texts extends Variable {
        Texts(Field field, int capacity) {
            super(field, capacity);
        }

        @Override
        boolean quotesMayBeNull() {
            return false;
        }

        @Override
        boolean parse(int row, byte[] bytes, int from, int to) {
            int length = to - from;
            int start = start(row, length);
            byte[] data = data();
            int signs = 0;
            if (length <= 16) {
                for (int i = 0; i < length; i++) {
                    byte b = bytes[from + i];
                    signs |= b;
                    data[start + i] = b;
                }
            } else {
                System.arraycopy(bytes, from, data, start, length);
                for (int i = from; i < to; i++) {
                    signs |= bytes[i];
                }
            }
            return signs >= 0 || Utf8.isValid(bytes, from, to);
        }

        @Override
        String problem(String text) {
            return io.grism.exec.storage.ValueText.quoted(text) + " has bytes that are not UTF-8";
        }
    }

    static final class Binaries extends Variable {
        Binaries(Field field, int capacity) {
            super(field, capacity);
        }

        @Override
        boolean quotesMayBeNull() {
            return false;
        }

        @Override
        boolean parse(int row, byte[] bytes, int from, int to) {
            int length = to - from;
            int start = start(row, length / 2);
            for (int i = 0; i + 1 < length; i += 2) {
                int high = Character.digit(bytes[from + i], 16);
                int low = Character.digit(bytes[from + i + 1], 16);
                if (high < 0 || low < 0) {
                    return false;
                }
                data()[start + i / 2] = (byte) (high << 4 | low);
            }
            return length % 2 == 0;
        }

        @Override
        String typeName() {
            return "VARBINARY in hexadecimal digits";
        }
    }
}
