package io.grism.exec.storage;

import io.grism.exec.column.Raw;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.math.BigDecimal;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;

/** At most so many digits; the scale is the Arrow type's. */
record DecimalLimit(String sqlType, int precision) implements ColumnLimit {
    @Override
    public FieldVector apply(String what, FieldVector vector) {
        DecimalVector values = (DecimalVector) vector;
        int count = values.getValueCount();
        long[] words = new long[2 * count];
        Raw.read(values.getDataBufferAddress(), words, 0, 2 * count);
        long bound = precision > 18 ? Long.MAX_VALUE : power(precision);
        for (int i = 0; i < count; i++) {
            long low = words[2 * i];
            boolean small = words[2 * i + 1] == low >> 63 && low < bound && low > -bound;
            if (!small && !values.isNull(i)) {
                BigDecimal value = values.getObject(i);
                if (value.precision() > precision) {
                    throw new GrismException(
                            ErrorCode.NUMERIC_OVERFLOW,
                            what + " is " + sqlType + ", the value has too many digits: " + value.toPlainString());
                }
            }
        }
        return vector;
    }

    private static long power(int digits) {
        long result = 1;
        for (int i = 0; i < digits; i++) {
            result *= 10;
        }
        return result;
    }
}
