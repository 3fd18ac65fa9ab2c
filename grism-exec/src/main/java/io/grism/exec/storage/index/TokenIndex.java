package io.grism.exec.storage.index;

import io.grism.exec.column.Column;
import io.grism.exec.kernel.TokenPattern;
import io.grism.exec.storage.DerivedInput;
import io.grism.exec.storage.DerivedOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of the texts of a page, in order, each with the rows that have it.
 *
 * @param bytes all tokens one after the other, as UTF-8
 * @param offsets where each token begins, and where the last one ends
 * @param starts where the rows of each token begin, and where those of the last one end
 * @param rows ascending for each token
 */
record TokenIndex(byte[] bytes, int[] offsets, int[] starts, char[] rows) implements PageIndex {
    /** Rows of one token, while the index is made. */
    private static final class Rows {
        private char[] rows = new char[2];
        private int count;

        void add(int row) {
            if (count > 0 && rows[count - 1] == row) {
                return;
            }
            if (count == rows.length) {
                rows = Arrays.copyOf(rows, 2 * count);
            }
            rows[count++] = (char) row;
        }
    }

    static TokenIndex of(Column column) {
        Map<byte[], Rows> tokens = new TreeMap<>(Arrays::compareUnsigned);
        Map<String, Rows> known = new java.util.HashMap<>();
        for (int i = 0; i < column.size(); i++) {
            if (column.get(i) instanceof String text) {
                int row = i;
                TokenPattern.forEach(text, token -> known.computeIfAbsent(token, t -> new Rows())
                        .add(row));
            }
        }
        known.forEach((token, rows) -> tokens.put(token.getBytes(StandardCharsets.UTF_8), rows));
        int length = tokens.keySet().stream().mapToInt(token -> token.length).sum();
        int entries = tokens.values().stream().mapToInt(rows -> rows.count).sum();
        TokenIndex index = new TokenIndex(
                new byte[length], new int[tokens.size() + 1], new int[tokens.size() + 1], new char[entries]);
        int number = 0;
        for (Map.Entry<byte[], Rows> token : tokens.entrySet()) {
            byte[] name = token.getKey();
            int count = token.getValue().count;
            System.arraycopy(name, 0, index.bytes, index.offsets[number], name.length);
            System.arraycopy(token.getValue().rows, 0, index.rows, index.starts[number], count);
            index.offsets[number + 1] = index.offsets[number] + name.length;
            index.starts[number + 1] = index.starts[number] + count;
            number++;
        }
        return index;
    }

    @Override
    public void write(DerivedOutput out) throws IOException {
        out.putBytes(bytes);
        out.putInts(offsets);
        out.putInts(starts);
        out.putChars(rows);
    }

    static @Nullable TokenIndex read(int rowCount, DerivedInput in) throws IOException {
        TokenIndex index = new TokenIndex(in.getBytes(), in.getInts(), in.getInts(), in.getChars());
        boolean isIndex = index.offsets.length == index.starts.length
                && KeptRows.areParts(index.offsets, index.bytes.length)
                && KeptRows.areParts(index.starts, index.rows.length)
                && KeptRows.areBelow(rowCount, index.rows);
        return isIndex ? index : null;
    }

    @Override
    public int count(Wanted wanted) {
        int least = rows.length;
        for (String token : wanted.tokens()) {
            int number = number(token);
            least = Math.min(least, number < 0 ? 0 : rows(number));
        }
        return least;
    }

    /** Begins with the rarest token, so that no more rows are written than it has. */
    @Override
    public int find(Wanted wanted, int[] found) {
        List<String> tokens = wanted.tokens();
        int[] numbers = new int[tokens.size()];
        int rarest = -1;
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(tokens.get(i));
            if (numbers[i] < 0) {
                return 0;
            }
            rarest = rarest < 0 || rows(numbers[i]) < rows(rarest) ? numbers[i] : rarest;
        }
        if (rarest < 0) {
            return 0;
        }
        int count = 0;
        for (int i = starts[rarest]; i < starts[rarest + 1]; i++) {
            found[count++] = rows[i];
        }
        for (int number : numbers) {
            count = number == rarest ? count : intersect(found, count, starts[number], starts[number + 1]);
        }
        return count;
    }

    /** How many rows have a token. */
    private int rows(int number) {
        return starts[number + 1] - starts[number];
    }

    private int intersect(int[] found, int count, int from, int to) {
        int kept = 0;
        int at = from;
        for (int i = 0; i < count && at < to; i++) {
            while (at < to && rows[at] < found[i]) {
                at++;
            }
            if (at < to && rows[at] == found[i]) {
                found[kept++] = found[i];
            }
        }
        return kept;
    }

    /** The place of a token, or -1. */
    private int number(String token) {
        byte[] wanted = token.getBytes(StandardCharsets.UTF_8);
        int low = 0;
        int high = offsets.length - 2;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Arrays.compareUnsigned(bytes, offsets[middle], offsets[middle + 1], wanted, 0, wanted.length);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    @Override
    public long sizeInBytes() {
        return bytes.length + 4L * offsets.length + 4L * starts.length + 2L * rows.length;
    }
}
