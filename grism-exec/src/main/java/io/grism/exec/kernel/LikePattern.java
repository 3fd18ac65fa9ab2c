package io.grism.exec.kernel;

import io.grism.exec.column.Raw;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** The pattern of a LIKE, ready to match UTF-8: {@code %} stands for any text, {@code _} for any code point. Single-threaded. Source: ISO 9075-2, 8.5. */
public final class LikePattern implements TextPattern {
    /** In a part, the place of {@code _}: no byte of UTF-8 has this value. */
    private static final byte ANY = (byte) 0xFF;

    private final String text;
    /** What stands between the {@code %}; one part if there is none. */
    private final byte[][] parts;

    private byte[] bytes = {};
    private int[] ends = {};

    /** A pattern without ESCAPE. */
    public LikePattern(String text) {
        this(text, null);
    }

    /**
     * A pattern in which an escape character, if there is one, makes letters of {@code %}, {@code _} and itself.
     *
     * @throws GrismException DATA_ERROR if the escape is not one character, or stands before any other
     */
    public LikePattern(String text, @Nullable String escape) {
        if (escape != null && escape.codePointCount(0, escape.length()) != 1) {
            throw new GrismException(
                    ErrorCode.DATA_ERROR, "Cannot use the escape of LIKE: '" + escape + "'. One character is allowed");
        }
        this.text = text;
        int escaping = escape == null ? -1 : escape.codePointAt(0);
        List<byte[]> between = new ArrayList<>();
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int letter = text.codePointAt(i);
            if (letter == escaping) {
                i += Character.charCount(letter);
                int escaped = i < text.length() ? text.codePointAt(i) : -1;
                if (escaped != '%' && escaped != '_' && escaped != escaping) {
                    throw new GrismException(
                            ErrorCode.DATA_ERROR,
                            "Cannot use the pattern of LIKE: '" + text + "'. The escape " + escape
                                    + " is allowed before %, _ and itself");
                }
                part.writeBytes(Character.toString(escaped).getBytes(StandardCharsets.UTF_8));
            } else if (letter == '%') {
                between.add(part.toByteArray());
                part.reset();
            } else if (letter == '_') {
                part.write(ANY);
            } else {
                part.writeBytes(Character.toString(letter).getBytes(StandardCharsets.UTF_8));
            }
        }
        between.add(part.toByteArray());
        parts = between.toArray(byte[][]::new);
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public void keep(FieldVector vector, int rows, long[] mask) {
        read(vector, rows);
        for (int base = 0; base < rows; base += 64) {
            long left = mask[base >> 6];
            for (long word = left; word != 0; word &= word - 1) {
                int row = base + Long.numberOfTrailingZeros(word);
                if (!matches(ends[row], ends[row + 1])) {
                    left &= ~Long.lowestOneBit(word);
                }
            }
            mask[base >> 6] = left;
        }
    }

    public boolean matches(String value) {
        bytes = value.getBytes(StandardCharsets.UTF_8);
        return matches(0, bytes.length);
    }

    private void read(FieldVector vector, int rows) {
        if (ends.length <= rows) {
            ends = new int[rows + 1];
        }
        if (rows == 0) {
            return;
        }
        Raw.read(vector.getOffsetBufferAddress(), ends, 0, rows + 1);
        int start = MemoryUtil.getInt(vector.getOffsetBufferAddress());
        int length = ends[rows] - start;
        if (bytes.length < length) {
            bytes = new byte[Math.max(length, bytes.length + (bytes.length >> 1))];
        }
        Raw.read(vector.getDataBufferAddress() + start, bytes, 0, length);
        for (int row = 0; row <= rows && start != 0; row++) {
            ends[row] -= start;
        }
    }

    private boolean matches(int from, int to) {
        byte[] first = parts[0];
        int at = after(first, from, to);
        if (parts.length == 1) {
            return at == to;
        }
        for (int part = 1; at >= 0 && part < parts.length - 1; part++) {
            at = afterNext(parts[part], at, to);
        }
        return at >= 0 && endsWith(parts[parts.length - 1], at, to);
    }

    /** Where a part ends that begins at {@code at}, or -1 when it does not. */
    private int after(byte[] part, int at, int to) {
        int position = at;
        for (byte wanted : part) {
            if (position >= to) {
                return -1;
            }
            if (wanted == ANY) {
                position = next(position, to);
            } else if (bytes[position++] != wanted) {
                return -1;
            }
        }
        return position;
    }

    /** Where the first occurrence of a part ends at or behind {@code at}, or -1 when there is none. */
    private int afterNext(byte[] part, int at, int to) {
        for (int start = at; start <= to; start++) {
            if (part.length > 0 && part[0] != ANY) {
                start = indexOf(part[0], start, to);
                if (start < 0) {
                    return -1;
                }
            }
            // A part that begins with any code point begins with a whole one.
            if (start == to || !continues(bytes[start])) {
                int end = after(part, start, to);
                if (end >= 0) {
                    return end;
                }
            }
        }
        return -1;
    }

    private int indexOf(byte wanted, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** Whether a part stands at the end, at or behind {@code at}. */
    private boolean endsWith(byte[] part, int at, int to) {
        int position = to;
        for (int i = part.length - 1; i >= 0; i--) {
            if (position <= at) {
                return false;
            }
            position--;
            if (part[i] == ANY) {
                while (continues(bytes[position])) {
                    position--;
                }
                if (position < at) {
                    return false;
                }
            } else if (bytes[position] != part[i]) {
                return false;
            }
        }
        return true;
    }

    private int next(int position, int to) {
        int behind = position + 1;
        while (behind < to && continues(bytes[behind])) {
            behind++;
        }
        return behind;
    }

    /** Whether a byte goes on with a code point. */
    private static boolean continues(byte value) {
        return (value & 0xC0) == 0x80;
    }
}
