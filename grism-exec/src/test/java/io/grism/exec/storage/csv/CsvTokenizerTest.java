package io.grism.exec.storage.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.error.GrismException;
import io.grism.exec.test.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CsvTokenizerTest {
    @TempDir
    Path folder;

    private List<List<String>> read(String text, Map<String, String> options, int buffer) throws IOException {
        Path file = Files.writeString(folder.resolve("f.csv"), text);
        List<List<String>> records = new ArrayList<>();
        try (CsvTokenizer tokens = new CsvTokenizer(file, CsvOptions.of(options), (byte) ',', buffer, 1 << 20)) {
            while (tokens.next()) {
                List<String> record = new ArrayList<>();
                for (int i = 0; i < tokens.fieldCount(); i++) {
                    record.add((tokens.isQuoted(i) ? "q:" : "") + tokens.text(i));
                }
                records.add(record);
            }
            assertEquals(Files.size(file), tokens.bytesRead());
        }
        return records;
    }

    @Test
    void recordsEndAtAnyLineEnd() throws IOException {
        assertEquals(
                List.of(List.of("a", "b"), List.of("c", ""), List.of("", "d"), List.of("e")),
                read("a,b\nc,\r\n,d\re", Map.of(), 4));
        assertEquals(List.of(), read("", Map.of(), 4));
        assertEquals(List.of(List.of("")), read("\n", Map.of(), 4));
        assertEquals(List.of(List.of("", "")), read(",", Map.of(), 4));
    }

    @Test
    void quotesHoldAnything() throws IOException {
        assertEquals(
                List.of(List.of("q:a,\"b\"\n", "q:", "c\"d"), List.of("q:x")),
                read("\"a,\"\"b\"\"\n\",\"\",c\"d\n\"x\"", Map.of(), 4));
        assertEquals(
                List.of(List.of("q:a\"b\\", "q:c")), read("'a\"b\\\\','c'", Map.of("quote", "'", "escape", "\\"), 4));
        assertEquals(List.of(List.of("\"a", "b\"")), read("\"a,b\"", Map.of("quote", "none"), 4));
    }

    @Test
    void linesAreCountedThroughQuotes() throws IOException {
        Path file = Files.writeString(folder.resolve("f.csv"), "x\n\"a\nb\"\nc\"\n\"d\"e\n\"f");
        try (CsvTokenizer tokens = new CsvTokenizer(file, CsvOptions.of(Map.of("skip", "1")), (byte) ',')) {
            assertTrue(tokens.next());
            assertEquals(2, tokens.line());
            assertTrue(tokens.next());
            assertEquals(4, tokens.line());
            assertTrue(tokens.next());
            assertEquals(0, tokens.brokenField());
            GrismException e = assertThrows(GrismException.class, tokens::next);
            assertTrue(e.getMessage().contains("line 6"), e.getMessage());
        }
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheText() throws IOException {
        assertEquals(List.of(List.of("q:a")), read("\uFEFF\"a\"", Map.of(), 4));
        Files.write(folder.resolve("u.csv"), new byte[] {(byte) 0xFF, (byte) 0xFE, 'a', 0});
        assertThrows(
                GrismException.class,
                () -> new CsvTokenizer(folder.resolve("u.csv"), CsvOptions.of(Map.of()), (byte) ','));
    }

    @Test
    void randomRecordsComeBackWithEveryBufferSize() throws IOException {
        long seed = Seeds.first();
        Random random = new Random(seed);
        String[] pieces = {"a", "bc", ",", "\"", "\n", "\r\n", "\r", "é", "\ud83d\ude00", " ", "x".repeat(50)};
        for (int round = 0; round < 300; round++) {
            List<List<String>> expected = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            String lineEnd = new String[] {"\n", "\r\n", "\r"}[random.nextInt(3)];
            int records = 1 + random.nextInt(8);
            for (int r = 0; r < records; r++) {
                List<String> record = new ArrayList<>();
                int fields = 1 + random.nextInt(4);
                for (int f = 0; f < fields; f++) {
                    StringBuilder value = new StringBuilder();
                    for (int k = random.nextInt(4); k > 0; k--) {
                        value.append(pieces[random.nextInt(pieces.length)]);
                    }
                    boolean mustQuote = value.toString().matches("(?s).*[,\n\r].*|\".*");
                    boolean quoted = mustQuote || random.nextInt(3) == 0;
                    text.append(f > 0 ? "," : "");
                    text.append(quoted ? "\"" + value.toString().replace("\"", "\"\"") + "\"" : value);
                    record.add((quoted ? "q:" : "") + value);
                }
                boolean last = r == records - 1;
                boolean bare = record.equals(List.of(""));
                text.append(last && !bare && random.nextBoolean() ? "" : lineEnd);
                expected.add(record);
            }
            assertEquals(
                    expected,
                    read(text.toString(), Map.of(), 3 + random.nextInt(40)),
                    () -> "-Dgrism.seed=" + seed + "\n" + text);
        }
    }
}
