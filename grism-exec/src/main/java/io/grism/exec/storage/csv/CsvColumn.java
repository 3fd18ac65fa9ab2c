package io.grism.exec.storage.csv;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.Raw;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Parses the fields of one column into an array, which becomes a vector. Rows are set in order; a row that is set again loses what it
 * had.
 */
abstract class CsvColumn {
    private final Field field;
    private final long[] valid;
    private boolean anyNull;

    CsvColumn(Field field, int capacity) {
        this.field = field;
        this.valid = new long[(capacity + 63) >>> 6];
    }

    static CsvColumn create(Field field, int capacity) {
        return switch (TypeKind.of(field)) {
            case BOOLEAN -> new CsvColumns.Booleans(field, capacity);
            case TINYINT -> new CsvColumns.Bytes(field, capacity);
            case SMALLINT -> new CsvColumns.Shorts(field, capacity);
            case INTEGER -> new CsvColumns.Ints(field, capacity, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT -> new CsvColumns.Longs(field, capacity);
            case REAL -> new CsvColumns.Floats(field, capacity);
            case DOUBLE -> new CsvColumns.Doubles(field, capacity);
            case DECIMAL -> new CsvColumns.Decimals(field, (ArrowType.Decimal) field.getType(), capacity);
            case VARCHAR -> new CsvTextColumns.Texts(field, capacity);
            case VARBINARY -> new CsvTextColumns.Binaries(field, capacity);
            case DATE -> new CsvColumns.Dates(field, capacity);
            case TIME -> new CsvColumns.Times(field, capacity);
            case TIMESTAMP -> new CsvColumns.Timestamps(field, capacity);
            case TIMESTAMP_TZ -> new CsvColumns.Instants(field, capacity);
            case UUID -> new CsvColumns.Uuids(field, capacity);
            case INTERVAL_MONTHS, INTERVAL_MILLIS, ARRAY, ROW, MAP, NULL ->
                throw new GrismException(
                        ErrorCode.NOT_SUPPORTED,
                        "Cannot read column " + field.getName() + " from CSV: its type is " + TypeKind.of(field)
                                + ". CSV holds numbers, texts, binary, dates and times");
        };
    }

    final Field field() {
        return field;
    }

    /** Whether the text of a field in quotes can be NULL, as it can where the quotes have no meaning of their own. */
    boolean quotesMayBeNull() {
        return true;
    }

    final void setNull(int row) {
        putNull(row);
        valid[row >>> 6] &= ~(1L << row);
        anyNull = true;
    }

    /** Parses a field; false when it is no value of the type. */
    final boolean set(int row, byte[] bytes, int from, int to) {
        valid[row >>> 6] |= 1L << row;
        return parse(row, bytes, from, to);
    }

    abstract boolean parse(int row, byte[] bytes, int from, int to);

    abstract void putNull(int row);

    /** What is wrong with a text that {@link #set} refused. */
    String problem(String text) {
        return io.grism.exec.storage.ValueText.quoted(text) + " is no " + typeName();
    }

    String typeName() {
        return TypeKind.of(field).name();
    }

    /** A new vector of the first rows. */
    final FieldVector vector(int count, BufferAllocator allocator) {
        FieldVector vector = field.createVector(allocator);
        try {
            if (vector instanceof BaseFixedWidthVector fixed) {
                fixed.allocateNew(count);
            } else {
                ((BaseVariableWidthVector) vector).allocateNew(dataBytes(count), count);
            }
            write(vector, count);
            long validity = vector.getValidityBufferAddress();
            if (anyNull) {
                for (int i = 0; i < count; i += 64) {
                    Raw.putBits(validity, i, valid[i >>> 6], Math.min(64, count - i));
                }
            } else {
                Raw.fillBits(validity, count);
            }
            if (vector instanceof BaseVariableWidthVector variable) {
                variable.setLastSet(count - 1);
            }
            vector.setValueCount(count);
            anyNull = false;
            return vector;
        } catch (Throwable e) {
            vector.close();
            throw e;
        }
    }

    /** Bytes of variable width values. */
    long dataBytes(int count) {
        return 0;
    }

    abstract void write(FieldVector vector, int count);
}
