package io.grism.exec.kernel;

import io.grism.exec.column.Raw;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;

/** Tokens that a text must have, all of them. A text without tokens asks for nothing. Single-threaded. */
public final class TokenPattern implements TextPattern {
    private final String text;
    /** The number of each wanted token. */
    private final Map<String, Integer> wanted = new HashMap<>();

    private byte[] bytes = {};

    public TokenPattern(String text) {
        this.text = text;
        forEach(text, token -> wanted.putIfAbsent(token, wanted.size()));
    }

    /** Hands out the tokens of a text one after the other: its longest runs of letters and digits as Unicode has them, in lower case. */
    public static void forEach(String text, Consumer<String> action) {
        StringBuilder token = new StringBuilder();
        int length = text.length();
        for (int i = 0; i < length; ) {
            int letter = text.codePointAt(i);
            i += Character.charCount(letter);
            if (Character.isLetterOrDigit(letter)) {
                token.appendCodePoint(Character.toLowerCase(letter));
            } else if (!token.isEmpty()) {
                action.accept(token.toString());
                token.setLength(0);
            }
        }
        if (!token.isEmpty()) {
            action.accept(token.toString());
        }
    }

    @Override
    public String text() {
        return text;
    }

    public boolean matches(String value) {
        boolean[] found = new boolean[wanted.size()];
        int[] missing = {found.length};
        forEach(value, token -> {
            Integer number = wanted.get(token);
            if (number != null && !found[number]) {
                found[number] = true;
                missing[0]--;
            }
        });
        return missing[0] == 0;
    }

    @Override
    public void keep(FieldVector vector, int rows, long[] mask) {
        for (int base = 0; base < rows; base += 64) {
            long left = mask[base >> 6];
            for (long word = left; word != 0; word &= word - 1) {
                int row = base + Long.numberOfTrailingZeros(word);
                if (row < rows && !matches(value(vector, row))) {
                    left &= ~Long.lowestOneBit(word);
                }
            }
            mask[base >> 6] = left;
        }
    }

    private String value(FieldVector vector, int row) {
        long offsets = vector.getOffsetBufferAddress() + 4L * row;
        int start = MemoryUtil.getInt(offsets);
        int length = MemoryUtil.getInt(offsets + 4) - start;
        if (bytes.length < length) {
            bytes = new byte[Math.max(length, 2 * bytes.length)];
        }
        Raw.read(vector.getDataBufferAddress() + start, bytes, 0, length);
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
