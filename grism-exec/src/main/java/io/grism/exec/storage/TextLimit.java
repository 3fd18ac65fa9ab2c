package io.grism.exec.storage;

import io.grism.exec.column.Raw;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;

/**
 * At most so many characters, or exactly so many, shorter ones padded with spaces. Spaces beyond the length are cut, as SQL does on
 * assignment; anything else there is an error.
 */
record TextLimit(String sqlType, int length, boolean padded) implements ColumnLimit {
    @Override
    public FieldVector apply(String what, FieldVector vector) {
        int count = vector.getValueCount();
        int[] offsets = new int[count + 1];
        Raw.read(vector.getOffsetBufferAddress(), offsets, 0, count + 1);
        for (int i = 0; i < count; i++) {
            int bytes = offsets[i + 1] - offsets[i];
            // A character takes a byte at least: only long values need a count.
            if ((padded || bytes > length) && !vector.isNull(i)) {
                byte[] value = ((VarCharVector) vector).get(i);
                if (fit(what, value) != value) {
                    return rewrite(what, (VarCharVector) vector);
                }
            }
        }
        return vector;
    }

    private VarCharVector rewrite(String what, VarCharVector vector) {
        VarCharVector result = new VarCharVector(vector.getField(), vector.getAllocator());
        try {
            int count = vector.getValueCount();
            result.allocateNew(count);
            for (int i = 0; i < count; i++) {
                if (!vector.isNull(i)) {
                    result.setSafe(i, fit(what, vector.get(i)));
                }
            }
            result.setValueCount(count);
            return result;
        } catch (Throwable e) {
            result.close();
            throw e;
        }
    }

    /** The value itself if it fits as it is. */
    private byte[] fit(String what, byte[] value) {
        int characters = 0;
        for (int i = 0; i < value.length; i++) {
            if ((value[i] & 0xC0) == 0x80) {
                continue;
            }
            if (characters == length) {
                return cut(what, value, i);
            }
            characters++;
        }
        if (characters == length || !padded) {
            return value;
        }
        byte[] longer = Arrays.copyOf(value, value.length + length - characters);
        Arrays.fill(longer, value.length, longer.length, (byte) ' ');
        return longer;
    }

    private byte[] cut(String what, byte[] value, int at) {
        for (int i = at; i < value.length; i++) {
            if (value[i] != ' ') {
                String text = new String(value, StandardCharsets.UTF_8);
                throw new GrismException(
                        ErrorCode.STRING_TOO_LONG,
                        what + " is " + sqlType + ", the value has " + text.codePointCount(0, text.length())
                                + " characters: " + ValueText.quoted(text));
            }
        }
        return Arrays.copyOf(value, at);
    }
}
