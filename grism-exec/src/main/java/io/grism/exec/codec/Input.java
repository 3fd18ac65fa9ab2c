package io.grism.exec.codec;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The reading side of {@link Output}. */
final class Input {
    private final List<Object> known = new ArrayList<>();
    final DataInputStream data;

    Input(byte[] bytes) {
        this.data = new DataInputStream(new ByteArrayInputStream(bytes));
    }

    @Nullable
    Object read(Form form) throws IOException {
        return data.readBoolean() ? form.read(this) : null;
    }

    Object share(Form form) throws IOException {
        int number = data.readInt();
        if (number != Output.NEW) {
            return known.get(number);
        }
        Object value = form.read(this);
        known.add(value);
        return value;
    }

    byte[] bytes() throws IOException {
        byte[] bytes = new byte[data.readInt()];
        data.readFully(bytes);
        return bytes;
    }
}
