package io.grism.parquet;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.Raw;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** Reads a column of scalars without repetition: value by value into an array, which becomes a vector. */
final class FlatColumn implements ParquetColumn {
    /** Never called: values are taken from the column reader. */
    private static final GroupConverter NO_CONVERTER = new GroupConverter() {
        @Override
        public Converter getConverter(int index) {
            return new PrimitiveConverter() {};
        }

        @Override
        public void start() {}

        @Override
        public void end() {}
    };

    private final MessageType schema;
    private final ColumnDescriptor descriptor;
    private final @Nullable String createdBy;
    private final ScalarType type;
    private final Field wanted;
    private final TypeKind kind;
    private final int present;
    private final long[] valid;
    private final long[] words;
    private final int[] offsets;
    private byte[] data = new byte[1024];
    private @Nullable ColumnReader reader;
    private int row;

    /** @param schema of this column alone */
    FlatColumn(MessageType schema, @Nullable String createdBy, Field wanted, int batchRows) {
        this.schema = schema;
        this.descriptor = schema.getColumns().get(0);
        this.createdBy = createdBy;
        this.type = ScalarType.of(descriptor.getPrimitiveType());
        this.wanted = wanted;
        this.kind = TypeKind.of(wanted);
        this.present = descriptor.getMaxDefinitionLevel();
        this.valid = new long[(batchRows + 63) >>> 6];
        this.words = new long[kind == TypeKind.DECIMAL ? 2 * batchRows : batchRows];
        this.offsets = new int[batchRows + 1];
    }

    /** Whether values of one type can be read as another without a loss, or fail one by one. */
    static boolean converts(Field from, Field to) {
        TypeKind source = TypeKind.of(from);
        TypeKind target = TypeKind.of(to);
        if (source == target) {
            return true;
        }
        return switch (source) {
            case TINYINT, SMALLINT, INTEGER ->
                isWhole(target) || target == TypeKind.DECIMAL || target == TypeKind.DOUBLE;
            case BIGINT -> isWhole(target) || target == TypeKind.DECIMAL;
            case REAL -> target == TypeKind.DOUBLE;
            case TIMESTAMP -> target == TypeKind.TIMESTAMP_TZ;
            case TIMESTAMP_TZ -> target == TypeKind.TIMESTAMP;
            case VARBINARY -> target == TypeKind.VARCHAR;
            default -> false;
        };
    }

    private static boolean isWhole(TypeKind kind) {
        return switch (kind) {
            case TINYINT, SMALLINT, INTEGER, BIGINT -> true;
            default -> false;
        };
    }

    @Override
    public void open(PageReadStore rowGroup) {
        long count = rowGroup.getPageReader(descriptor).getTotalValueCount();
        if (count != rowGroup.getRowCount()) {
            throw new BadValueException(count + " values in a row group of " + rowGroup.getRowCount() + " rows");
        }
        reader = new ColumnReadStoreImpl(rowGroup, NO_CONVERTER, schema, createdBy).getColumnReader(descriptor);
    }

    @Override
    public int row() {
        return row;
    }

    @Override
    public FieldVector read(int count, BufferAllocator allocator) {
        ColumnReader source = Objects.requireNonNull(reader);
        Arrays.fill(valid, 0);
        boolean anyNull = false;
        for (row = 0; row < count; row++) {
            offsets[row + 1] = offsets[row];
            if (source.getCurrentDefinitionLevel() == present) {
                readValue(source, row);
                valid[row >>> 6] |= 1L << row;
            } else {
                anyNull = true;
                clear(row);
            }
            source.consume();
        }
        return vector(count, anyNull, allocator);
    }

    private void clear(int at) {
        if (kind == TypeKind.DECIMAL) {
            words[2 * at] = 0;
            words[2 * at + 1] = 0;
        } else {
            words[at] = 0;
        }
    }

    private void readValue(ColumnReader source, int at) {
        switch (type.form()) {
            case BOOLEAN -> words[at] = source.getBoolean() ? 1 : 0;
            case LONG -> putLong(at, readLong(source));
            case DOUBLE -> words[at] = Double.doubleToRawLongBits(readDouble(source));
            case DECIMAL -> putDecimal(at, readDecimal(source));
            case BYTES -> putBytes(at, source.getBinary());
        }
    }

    private long readLong(ColumnReader source) {
        return switch (type.physical()) {
            case INT32 -> type.toLong(source.getInteger());
            case INT64 -> type.toLong(source.getLong());
            default -> type.toLong(source.getBinary());
        };
    }

    private double readDouble(ColumnReader source) {
        return switch (type.physical()) {
            case FLOAT -> source.getFloat();
            case DOUBLE -> source.getDouble();
            default -> ScalarType.toDouble(source.getBinary());
        };
    }

    private BigDecimal readDecimal(ColumnReader source) {
        return switch (type.physical()) {
            case INT32 -> type.toDecimal(source.getInteger());
            case INT64 -> type.toDecimal(source.getLong());
            default -> type.toDecimal(source.getBinary());
        };
    }

    private void putLong(int at, long value) {
        boolean fits =
                switch (kind) {
                    case TINYINT -> value == (byte) value;
                    case SMALLINT -> value == (short) value;
                    case INTEGER, DATE -> value == (int) value;
                    case TIME -> value >= 0 && value < 86_400_000;
                    default -> true;
                };
        if (!fits) {
            throw new BadValueException(value + " is out of the range of " + kind);
        }
        switch (kind) {
            case DECIMAL -> putDecimal(at, BigDecimal.valueOf(value));
            case DOUBLE -> words[at] = Double.doubleToRawLongBits((double) value);
            default -> words[at] = value;
        }
    }

    private void putDecimal(int at, BigDecimal value) {
        ArrowType.Decimal decimal = (ArrowType.Decimal) wanted.getType();
        BigDecimal scaled = value;
        if (value.scale() != decimal.getScale()) {
            scaled = value.setScale(decimal.getScale(), RoundingMode.DOWN);
            if (scaled.compareTo(value) != 0) {
                throw misfit(value, decimal);
            }
        }
        if (scaled.precision() > decimal.getPrecision()) {
            throw misfit(value, decimal);
        }
        BigInteger unscaled = scaled.unscaledValue();
        words[2 * at] = unscaled.longValue();
        words[2 * at + 1] = unscaled.shiftRight(64).longValue();
    }

    private static BadValueException misfit(BigDecimal value, ArrowType.Decimal decimal) {
        return new BadValueException(value.toPlainString() + " does not fit into DECIMAL(" + decimal.getPrecision()
                + ", " + decimal.getScale() + ")");
    }

    private void putBytes(int at, Binary value) {
        ByteBuffer bytes = value.toByteBuffer();
        int length = bytes.remaining();
        if (kind == TypeKind.UUID && length != 16) {
            throw new BadValueException("a UUID of " + length + " bytes");
        }
        int end = Math.addExact(offsets[at], length);
        if (end > data.length) {
            data = Arrays.copyOf(data, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(end, 2L * data.length)));
        }
        bytes.get(bytes.position(), data, offsets[at], length);
        offsets[at + 1] = end;
        if (kind == TypeKind.VARCHAR) {
            checkUtf8(offsets[at], end);
        }
    }

    private void checkUtf8(int from, int to) {
        int signs = 0;
        for (int i = from; i < to; i++) {
            signs |= data[i];
        }
        if (signs < 0) {
            try {
                CharBuffer unused = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data, from, to - from));
            } catch (CharacterCodingException e) {
                BadValueException bad = new BadValueException("a text that is not UTF-8");
                bad.initCause(e);
                throw bad;
            }
        }
    }

    private FieldVector vector(int count, boolean anyNull, BufferAllocator allocator) {
        FieldVector vector = wanted.createVector(allocator);
        try {
            if (vector instanceof BaseVariableWidthVector variable) {
                variable.allocateNew(offsets[count], count);
                Raw.write(vector.getOffsetBufferAddress(), offsets, 0, count + 1);
                Raw.write(vector.getDataBufferAddress(), data, 0, offsets[count]);
                variable.setLastSet(count - 1);
            } else {
                ((BaseFixedWidthVector) vector).allocateNew(count);
                writeFixed(vector.getDataBufferAddress(), count);
            }
            long validity = vector.getValidityBufferAddress();
            if (anyNull) {
                for (int i = 0; i < count; i += 64) {
                    Raw.putBits(validity, i, valid[i >>> 6], Math.min(64, count - i));
                }
            } else {
                Raw.fillBits(validity, count);
            }
            vector.setValueCount(count);
            return vector;
        } catch (Throwable e) {
            vector.close();
            throw e;
        }
    }

    private void writeFixed(long address, int count) {
        switch (kind) {
            case BOOLEAN -> {
                for (int i = 0; i < count; i += 64) {
                    long bits = 0;
                    for (int j = i; j < Math.min(count, i + 64); j++) {
                        bits |= words[j] << j;
                    }
                    Raw.putBits(address, i, bits, Math.min(64, count - i));
                }
            }
            case TINYINT -> {
                byte[] values = new byte[count];
                for (int i = 0; i < count; i++) {
                    values[i] = (byte) words[i];
                }
                Raw.write(address, values, 0, count);
            }
            case SMALLINT -> {
                short[] values = new short[count];
                for (int i = 0; i < count; i++) {
                    values[i] = (short) words[i];
                }
                Raw.write(address, values, 0, count);
            }
            case INTEGER, DATE, TIME -> {
                int[] values = new int[count];
                for (int i = 0; i < count; i++) {
                    values[i] = (int) words[i];
                }
                Raw.write(address, values, 0, count);
            }
            case REAL -> {
                float[] values = new float[count];
                for (int i = 0; i < count; i++) {
                    values[i] = (float) Double.longBitsToDouble(words[i]);
                }
                Raw.write(address, values, 0, count);
            }
            case DECIMAL -> Raw.write(address, words, 0, 2 * count);
            case UUID -> writeUuids(address, count);
            default -> Raw.write(address, words, 0, count);
        }
    }

    /** Null rows have no bytes, but take their place in the vector. */
    private void writeUuids(long address, int count) {
        byte[] values = new byte[16 * count];
        for (int i = 0; i < count; i++) {
            System.arraycopy(data, offsets[i], values, 16 * i, offsets[i + 1] - offsets[i]);
        }
        Raw.write(address, values, 0, values.length);
    }
}
