package io.grism.exec.codec;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bytes that grow, and what has been written once to be named by number from then on. */
final class Output {
    /** In place of a number: the value follows. */
    static final int NEW = -1;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Map<Object, Integer> known = new HashMap<>();
    final DataOutputStream data = new DataOutputStream(bytes);

    void write(Form form, @Nullable Object value) throws IOException {
        data.writeBoolean(value != null);
        if (value != null) {
            form.write(value, this);
        }
    }

    /** Writes a value that comes often; equal ones are the same object when they are read. */
    void share(Form form, Object value) throws IOException {
        Integer number = known.get(value);
        data.writeInt(number == null ? NEW : number);
        if (number == null) {
            form.write(value, this);
            known.put(value, known.size());
        }
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }
}
