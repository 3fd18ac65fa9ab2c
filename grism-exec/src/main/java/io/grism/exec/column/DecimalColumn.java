package io.grism.exec.column;

import java.math.BigInteger;
import org.apache.arrow.vector.types.Types.MinorType;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** A column of DECIMAL of one precision and scale: the unscaled value in 128 bits, low word first. */
public final class DecimalColumn extends PairColumn {
    private final int precision;
    private final int scale;

    DecimalColumn(Field field) {
        super(field, MinorType.DECIMAL);
        ArrowType.Decimal type = (ArrowType.Decimal) field.getType();
        this.precision = type.getPrecision();
        this.scale = type.getScale();
    }

    /** The low 64 bits of the unscaled value; 0 for null. */
    public long low(int row) {
        return words()[2 * row];
    }

    /** The high 64 bits of the unscaled value, with its sign; 0 for null. */
    public long high(int row) {
        return words()[2 * row + 1];
    }

    @Override
    void put(int row, Object value) {
        BigInteger unscaled = BoxedValues.unscaled(value, precision, scale);
        words()[2 * row] = unscaled.longValue();
        words()[2 * row + 1] = unscaled.shiftRight(64).longValue();
    }

    @Override
    Object value(int row) {
        return BoxedValues.decimal(high(row), low(row), scale);
    }

    @Override
    public int compare(int row, Column other, int otherRow) {
        DecimalColumn that = (DecimalColumn) other;
        int high = Long.compare(high(row), that.high(otherRow));
        return high != 0 ? high : Long.compareUnsigned(low(row), that.low(otherRow));
    }
}
