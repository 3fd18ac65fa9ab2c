package io.grism.exec.storage;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.util.Arrays;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarBinaryVector;

/** At most so many bytes, or exactly so many, shorter values padded with zero bytes. */
record BinaryLimit(String sqlType, int length, boolean padded) implements ColumnLimit {
    @Override
    public FieldVector apply(String what, FieldVector vector) {
        VarBinaryVector values = (VarBinaryVector) vector;
        boolean pad = false;
        for (int i = 0; i < values.getValueCount(); i++) {
            if (values.isNull(i)) {
                continue;
            }
            int bytes = values.getValueLength(i);
            if (bytes > length) {
                throw new GrismException(
                        ErrorCode.STRING_TOO_LONG, what + " is " + sqlType + ", the value has " + bytes + " bytes");
            }
            pad |= padded && bytes < length;
        }
        return pad ? pad(values) : vector;
    }

    private VarBinaryVector pad(VarBinaryVector values) {
        VarBinaryVector result = new VarBinaryVector(values.getField(), values.getAllocator());
        try {
            result.allocateNew(values.getValueCount());
            for (int i = 0; i < values.getValueCount(); i++) {
                if (!values.isNull(i)) {
                    result.setSafe(i, Arrays.copyOf(values.get(i), length));
                }
            }
            result.setValueCount(values.getValueCount());
            return result;
        } catch (Throwable e) {
            result.close();
            throw e;
        }
    }
}
