package io.grism.exec.column;

import java.util.UUID;
import org.apache.arrow.vector.types.Types.MinorType;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** A column of UUID, as big-endian bytes; the order is that of the bytes, unsigned. */
final class UuidColumn extends PairColumn {
    UuidColumn(Field field) {
        super(field, MinorType.FIXEDSIZEBINARY);
        int width = ((ArrowType.FixedSizeBinary) field.getType()).getByteWidth();
        if (width != 16) {
            throw new IllegalArgumentException("no SQL type for fixed-size binary of " + width + " bytes");
        }
    }

    @Override
    void put(int row, Object value) {
        UUID uuid = (UUID) value;
        words()[2 * row] = Long.reverseBytes(uuid.getMostSignificantBits());
        words()[2 * row + 1] = Long.reverseBytes(uuid.getLeastSignificantBits());
    }

    @Override
    Object value(int row) {
        return new UUID(Long.reverseBytes(words()[2 * row]), Long.reverseBytes(words()[2 * row + 1]));
    }

    @Override
    public int compare(int row, Column other, int otherRow) {
        long[] others = ((UuidColumn) other).words();
        int first = Long.compareUnsigned(Long.reverseBytes(words()[2 * row]), Long.reverseBytes(others[2 * otherRow]));
        return first != 0
                ? first
                : Long.compareUnsigned(
                        Long.reverseBytes(words()[2 * row + 1]), Long.reverseBytes(others[2 * otherRow + 1]));
    }
}
