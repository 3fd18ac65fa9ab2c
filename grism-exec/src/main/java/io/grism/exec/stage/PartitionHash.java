package io.grism.exec.stage;

import io.grism.exec.batch.Batch;
import io.grism.exec.column.BoxedValues;
import io.grism.exec.column.Raw;
import io.grism.exec.column.VectorValues;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;

/**
 * The hash that says to which partition a row goes. It is the same on every JVM and never changes within a {@link #VERSION}; hash tables use another one, so that the rows of a partition spread well
 * there. Keys that are not distinct have one hash: NULLs, -0.0 and 0.0, NaNs; integers of any width by value, decimals by unscaled value, text by its bytes. Single-threaded.
 */
public final class PartitionHash {
    /** Changes when some row goes elsewhere. */
    public static final int VERSION = 1;

    private static final long SEED = 0x6A09E667F3BCC908L;
    private static final long NULL = 0xBB67AE8584CAA73BL;

    private final int[] columns;
    private long[] hashes = new long[0];
    private long[] values = new long[0];

    /** A hash of key columns. */
    public PartitionHash(List<Integer> columns) {
        this.columns = columns.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Sets {@code partitions[0..rowCount)} to the partitions, out of {@code count}, of the rows of a batch. */
    public void partition(Batch batch, int count, int[] partitions) {
        long[] hash = hash(batch);
        for (int i = 0; i < batch.rowCount(); i++) {
            partitions[i] = (int) (((hash[i] >>> 32) * count) >>> 32);
        }
    }

    /** The hashes of the rows of a batch, until the next call. */
    long[] hash(Batch batch) {
        int rows = batch.rowCount();
        if (hashes.length < rows) {
            hashes = new long[rows];
            values = new long[rows];
        }
        Arrays.fill(hashes, 0, rows, SEED);
        for (int column : columns) {
            FieldVector vector = batch.column(column);
            read(vector, rows);
            for (int i = 0; i < rows; i++) {
                hashes[i] = mix(hashes[i] ^ values[i]);
            }
        }
        return hashes;
    }

    /** A bijection that spreads each bit over all others. */
    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /** Sets the values of a vector's rows as longs; equal ones are equal. */
    private void read(FieldVector vector, int rows) {
        switch (vector.getMinorType()) {
            case NULL -> Arrays.fill(values, 0, rows, NULL);
            case LIST, MAP, STRUCT -> readNested(vector, rows);
            default -> readFlat(vector, rows);
        }
    }

    private void readFlat(FieldVector vector, int rows) {
        long data = vector.getDataBufferAddress();
        switch (vector.getMinorType()) {
            case BIT -> readBits(data, rows);
            case TINYINT -> readBytes(data, rows);
            case SMALLINT -> readShorts(data, rows);
            case INT, DATEDAY, TIMEMILLI, INTERVALYEAR -> readInts(data, rows);
            case BIGINT, TIMESTAMPMILLI, TIMESTAMPMILLITZ, DURATION -> Raw.read(data, values, 0, rows);
            case FLOAT4 -> readFloats(data, rows);
            case FLOAT8 -> readDoubles(data, rows);
            case DECIMAL, FIXEDSIZEBINARY -> readPairs(data, rows);
            case VARCHAR, VARBINARY -> readTexts(data, vector.getOffsetBufferAddress(), rows);
            default -> throw new IllegalArgumentException("no SQL type for Arrow type " + vector.getMinorType());
        }
        if (!Raw.allValid(vector)) {
            long validity = vector.getValidityBufferAddress();
            for (int i = 0; i < rows; i++) {
                if (!Raw.bit(validity, i)) {
                    values[i] = NULL;
                }
            }
        }
    }

    private void readBits(long data, int rows) {
        for (int i = 0; i < rows; i++) {
            values[i] = Raw.bit(data, i) ? 1 : 0;
        }
    }

    private void readBytes(long data, int rows) {
        for (int i = 0; i < rows; i++) {
            values[i] = MemoryUtil.getByte(data + i);
        }
    }

    private void readShorts(long data, int rows) {
        for (int i = 0; i < rows; i++) {
            values[i] = MemoryUtil.getShort(data + 2L * i);
        }
    }

    private void readInts(long data, int rows) {
        for (int i = 0; i < rows; i++) {
            values[i] = MemoryUtil.getInt(data + 4L * i);
        }
    }

    private void readFloats(long data, int rows) {
        for (int i = 0; i < rows; i++) {
            values[i] = bits(Float.intBitsToFloat(MemoryUtil.getInt(data + 4L * i)));
        }
    }

    private void readDoubles(long data, int rows) {
        for (int i = 0; i < rows; i++) {
            values[i] = bits(Double.longBitsToDouble(MemoryUtil.getLong(data + 8L * i)));
        }
    }

    /** One NaN, and one zero: adding 0.0 makes -0.0 positive. */
    private static long bits(double value) {
        return Double.doubleToLongBits(value + 0.0);
    }

    private void readPairs(long data, int rows) {
        for (int i = 0; i < rows; i++) {
            long at = data + 16L * i;
            values[i] = mix(MemoryUtil.getLong(at)) ^ MemoryUtil.getLong(at + 8);
        }
    }

    private void readTexts(long data, long offsets, int rows) {
        int start = MemoryUtil.getInt(offsets);
        for (int i = 0; i < rows; i++) {
            int end = MemoryUtil.getInt(offsets + 4L * (i + 1));
            values[i] = text(data + start, end - start);
            start = end;
        }
    }

    private static long text(long address, int length) {
        long hash = length;
        int at = 0;
        for (; at + 8 <= length; at += 8) {
            hash = mix(hash ^ MemoryUtil.getLong(address + at));
        }
        long tail = 0;
        for (int shift = 0; at < length; at++, shift += 8) {
            tail |= (MemoryUtil.getByte(address + at) & 0xFFL) << shift;
        }
        return mix(hash ^ tail);
    }

    private void readNested(FieldVector vector, int rows) {
        for (int i = 0; i < rows; i++) {
            Object value = VectorValues.get(vector, i);
            values[i] = value == null ? NULL : BoxedValues.hash(value);
        }
    }
}
