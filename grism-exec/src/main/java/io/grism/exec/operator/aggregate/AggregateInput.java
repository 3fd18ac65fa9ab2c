package io.grism.exec.operator.aggregate;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.Raw;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * One run of rows as accumulators read it: vectors, decoded into primitive arrays on first use. Reused from batch to batch, so the arrays are valid until the next
 * {@link #reset}. The vectors stay their owner's.
 */
public final class AggregateInput {
    private final TypeKind[] kinds;
    private final int[] scales;
    private final @Nullable FieldVector[] vectors;
    private final long[][] longs;
    private final long[][] highs;
    private final double[][] doubles;
    private final boolean[] longsDecoded;
    private final boolean[] doublesDecoded;
    private int rowCount;

    /** For rows of these fields. */
    public AggregateInput(List<Field> fields) {
        int columns = fields.size();
        kinds = new TypeKind[columns];
        scales = new int[columns];
        for (int i = 0; i < columns; i++) {
            kinds[i] = TypeKind.of(fields.get(i));
            scales[i] = kinds[i] == TypeKind.DECIMAL
                    ? ((ArrowType.Decimal) fields.get(i).getType()).getScale()
                    : 0;
        }
        vectors = new @Nullable FieldVector[columns];
        longs = new long[columns][0];
        highs = new long[columns][0];
        doubles = new double[columns][0];
        longsDecoded = new boolean[columns];
        doublesDecoded = new boolean[columns];
    }

    /** Forgets the vectors; those of the next run follow by {@link #set}. */
    public void reset(int rows) {
        rowCount = rows;
        Arrays.fill(vectors, null);
        Arrays.fill(longsDecoded, false);
        Arrays.fill(doublesDecoded, false);
    }

    public void set(int column, FieldVector vector) {
        vectors[column] = vector;
    }

    public int rowCount() {
        return rowCount;
    }

    FieldVector vector(int column) {
        FieldVector vector = vectors[column];
        if (vector == null) {
            throw new IllegalStateException("column " + column + " is not set");
        }
        return vector;
    }

    boolean hasNulls(int column) {
        return vector(column).getNullCount() > 0;
    }

    /** Drops from {@code rows[0..count)} those that are null in the column; returns how many stay. */
    int dropNulls(int column, int[] rows, int count) {
        FieldVector vector = vector(column);
        if (kinds[column] == TypeKind.NULL) {
            return 0;
        }
        if (vector.getNullCount() == 0) {
            return count;
        }
        byte[] valid = bytes(vector.getValidityBuffer(), (rowCount + 7) >> 3);
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            rows[kept] = row;
            kept += (valid[row >> 3] >> (row & 7)) & 1;
        }
        return kept;
    }

    /** Drops from {@code rows[0..count)} those that are not TRUE in the BOOLEAN column; returns how many stay. */
    int keepTrue(int column, int[] rows, int count) {
        int notNull = dropNulls(column, rows, count);
        long[] values = longs(column);
        int kept = 0;
        for (int i = 0; i < notNull; i++) {
            int row = rows[i];
            rows[kept] = row;
            kept += (int) values[row];
        }
        return kept;
    }

    /** Integers, dates, times, intervals; BOOLEAN as 0 or 1; of a DECIMAL the low 64 bits. What stands at a null is undefined. */
    long[] longs(int column) {
        if (!longsDecoded[column]) {
            longsDecoded[column] = true;
            if (longs[column].length < rowCount) {
                longs[column] = new long[rowCount];
            }
            decodeLongs(column, longs[column]);
        }
        return longs[column];
    }

    /** The high 64 bits of a DECIMAL; {@link #longs} has the low ones. */
    long[] highs(int column) {
        longs(column);
        return highs[column];
    }

    /** Any number as DOUBLE. */
    double[] doubles(int column) {
        if (!doublesDecoded[column]) {
            doublesDecoded[column] = true;
            if (doubles[column].length < rowCount) {
                doubles[column] = new double[rowCount];
            }
            decodeDoubles(column, doubles[column]);
        }
        return doubles[column];
    }

    private void decodeLongs(int column, long[] values) {
        int n = rowCount;
        FieldVector vector = vector(column);
        switch (kinds[column]) {
            case BOOLEAN -> {
                byte[] bits = bytes(vector.getDataBuffer(), (n + 7) >> 3);
                for (int i = 0; i < n; i++) {
                    values[i] = (bits[i >> 3] >> (i & 7)) & 1;
                }
            }
            case TINYINT -> {
                byte[] narrow = bytes(vector.getDataBuffer(), n);
                for (int i = 0; i < n; i++) {
                    values[i] = narrow[i];
                }
            }
            case SMALLINT -> {
                short[] narrow = new short[n];
                view(vector, 2L * n).asShortBuffer().get(narrow);
                for (int i = 0; i < n; i++) {
                    values[i] = narrow[i];
                }
            }
            case INTEGER, DATE, TIME, INTERVAL_MONTHS -> {
                long address = vector.getDataBufferAddress();
                for (int i = 0; i < n; i++) {
                    values[i] = MemoryUtil.getInt(address + 4L * i);
                }
            }
            case BIGINT, TIMESTAMP, TIMESTAMP_TZ, INTERVAL_MILLIS ->
                Raw.read(vector.getDataBufferAddress(), values, 0, n);
            case DECIMAL -> {
                if (highs[column].length < n) {
                    highs[column] = new long[n];
                }
                long[] words = new long[2 * n];
                view(vector, 16L * n).asLongBuffer().get(words);
                long[] high = highs[column];
                for (int i = 0; i < n; i++) {
                    values[i] = words[2 * i];
                    high[i] = words[2 * i + 1];
                }
            }
            case NULL -> Arrays.fill(values, 0, n, 0);
            default -> throw new IllegalArgumentException(kinds[column] + " has no integer form");
        }
    }

    private void decodeDoubles(int column, double[] values) {
        int n = rowCount;
        switch (kinds[column]) {
            case DOUBLE -> view(vector(column), 8L * n).asDoubleBuffer().get(values, 0, n);
            case REAL -> {
                float[] narrow = new float[n];
                view(vector(column), 4L * n).asFloatBuffer().get(narrow);
                for (int i = 0; i < n; i++) {
                    values[i] = narrow[i];
                }
            }
            case DECIMAL -> {
                long[] low = longs(column);
                long[] high = highs(column);
                for (int i = 0; i < n; i++) {
                    values[i] = ExactIntegers.decimal(high[i], low[i], scales[column])
                            .doubleValue();
                }
            }
            default -> {
                long[] exact = longs(column);
                for (int i = 0; i < n; i++) {
                    values[i] = exact[i];
                }
            }
        }
    }

    private static ByteBuffer view(FieldVector vector, long bytes) {
        return vector.getDataBuffer().nioBuffer(0, Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] bytes(ArrowBuf buffer, int count) {
        byte[] bytes = new byte[count];
        if (count > 0) {
            buffer.getBytes(0, bytes);
        }
        return bytes;
    }
}
