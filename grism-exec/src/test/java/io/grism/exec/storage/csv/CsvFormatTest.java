package io.grism.exec.storage.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.batch.BatchStream;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.FileFormat;
import io.grism.exec.storage.RejectedRows;
import io.grism.exec.storage.TestRows;
import io.grism.exec.test.LeakCheck;
import io.grism.exec.test.Samples;
import io.grism.exec.test.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class CsvFormatTest {
    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    @TempDir
    Path folder;

    private final FileFormat csv = new CsvFormat();

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("f.csv"), text);
    }

    private BatchStream open(Path file, Map<String, String> options, Schema schema) {
        List<Integer> all =
                IntStream.range(0, schema.getFields().size()).boxed().toList();
        return csv.read(file, options, schema, all, leaks.allocator(), 3, null);
    }

    private List<String> read(String text, Map<String, String> options, Field... fields) throws IOException {
        return TestRows.text(TestRows.readAll(open(file(text), options, TestRows.schema(fields))));
    }

    /** Names, types and rows of a file that is read without knowing it. */
    private List<String> infer(String text) throws IOException {
        Path file = file(text);
        Schema schema = csv.inferSchema(file, Map.of());
        List<String> result = new ArrayList<>();
        result.add(schema.getFields().stream()
                .map(f -> f.getName() + " " + TypeKind.of(f))
                .toList()
                .toString());
        result.addAll(TestRows.text(TestRows.readAll(open(file, Map.of(), schema))));
        return result;
    }

    private void assertFails(ErrorCode code, String words, Executable work) {
        GrismException e = assertThrows(GrismException.class, work::run);
        assertEquals(code, e.code(), e.getMessage());
        for (String word : words.split("~")) {
            assertTrue(e.getMessage().contains(word), e.getMessage() + "\nshould contain " + word);
        }
    }

    private interface Executable {
        void run() throws Exception;
    }

    @Test
    void theServiceLoaderFindsIt() {
        assertTrue(
                ServiceLoader.load(FileFormat.class).stream().anyMatch(provider -> provider.type() == CsvFormat.class));
    }

    @Test
    void typesAndHeaderAreInferred() throws IOException {
        assertEquals(
                List.of(
                        "[id BIGINT, name VARCHAR, score DOUBLE, born DATE, ok BOOLEAN]",
                        "[1, Ann, 1.5, 10957, true]",
                        "[2, null, 2.0, null, false]"),
                infer("id,name,score,born,ok\n1,Ann,1.5,2000-01-01,true\n2,,2,,FALSE\n"));
        assertEquals(List.of("[column1 BIGINT, column2 VARCHAR]", "[1, a]", "[2, b]"), infer("1|a\n2|b\n"));
        assertEquals(List.of("[city VARCHAR, country VARCHAR]", "[Rome, Italy]"), infer("city;country\nRome;Italy\n"));
        assertEquals(List.of("[column1 VARCHAR, column2 VARCHAR]", "[a, x]", "[b, x]"), infer("a\tx\nb\tx\n"));
        assertEquals(
                List.of(
                        "[zip VARCHAR, big DECIMAL, t TIME, ts TIMESTAMP, i TIMESTAMP_TZ]",
                        "[01234, 12345678901234567890, 3600000, 1, 0]"),
                infer(
                        "zip,big,t,ts,i\n01234,12345678901234567890,01:00,1970-01-01T00:00:00.001,1970-01-01T01:00:00.000+0100\n"));
        assertEquals(List.of("[id:ID(City) BIGINT]", "[7]"), infer("id:ID(City)\n7\n"));
        assertFails(ErrorCode.FILE_FORMAT_ERROR, "empty", () -> infer(""));
    }

    @Test
    void namesAreMadeUnique() throws IOException {
        Path file = file("a,a,,a_2\n1,2,3,4\n");
        assertEquals(
                List.of("a", "a_2", "column3", "a_2_2"),
                csv.inferSchema(file, Map.of("header", "true")).getFields().stream()
                        .map(Field::getName)
                        .toList());
    }

    @Test
    void oddHeadersAreTakenByPosition() throws IOException {
        Field[] ends = {TypeKind.BIGINT.field("comment"), TypeKind.BIGINT.field("person")};
        assertEquals(
                List.of("[1, 2]", "[3, 4]"), read(":START_ID(Comment)|:END_ID(Person)\n1|2\n3|4\n", Map.of(), ends));
        assertEquals(List.of("[1, 2]", "[3, 4]"), read("1|2\n3|4\n", Map.of(), ends));
        assertEquals(List.of(), read(":START_ID(Comment)|:END_ID(Person)\n", Map.of(), ends));
        assertEquals(List.of(), read("", Map.of(), ends));
        assertFails(
                ErrorCode.FILE_FORMAT_ERROR,
                "line 1~column 2 (person)~'x' is no BIGINT",
                () -> read("1|x\n3|4\n", Map.of(), ends));
    }

    @Test
    void nullsAndEmptyTextsDiffer() throws IOException {
        Field[] fields = {TypeKind.VARCHAR.field("a"), TypeKind.INTEGER.field("b")};
        assertEquals(
                List.of("[null, null]", "[, null]", "[ , 5]"),
                read(",\n\"\",\"\"\n\" \", 5 \n", Map.of("header", "false"), fields));
        assertEquals(
                List.of("[, 1]", "[null, null]", "[NA, null]"),
                read(",1\nNA,-\n\"NA\",NA\n", Map.of("header", "false", "null", "NA,-"), fields));
        Field one = TypeKind.VARCHAR.field("a");
        assertEquals(List.of("[x]", "[null]", "[]"), read("x\n\n\"\"\n", Map.of("header", "false"), one));
    }

    @Test
    void aBadValueNamesItsPlace() throws IOException {
        Field[] fields = {TypeKind.VARCHAR.field("name"), TypeKind.SMALLINT.field("age")};
        Map<String, String> header = Map.of("header", "true");
        assertFails(
                ErrorCode.FILE_FORMAT_ERROR,
                "f.csv: line 4, column 2 (age): '40000' is no SMALLINT",
                () -> read("name,age\n\"a\nb\",3\nx,40000\n", header, fields));
        assertFails(ErrorCode.FILE_FORMAT_ERROR, "line 2, 3 fields, not 2", () -> read("n,a\nx,1,\n", header, fields));
        assertFails(ErrorCode.FILE_FORMAT_ERROR, "line 2, 1 field, not 2", () -> read("n,a\nx\n", header, fields));
        assertFails(
                ErrorCode.FILE_FORMAT_ERROR, "the header has 1 field, not 2", () -> read("n\nx,1\n", header, fields));
        assertFails(
                ErrorCode.FILE_FORMAT_ERROR,
                "line 2, column 1 (name) has text after",
                () -> read("n,a\n\"x\"y,1\n", header, fields));
        assertFails(
                ErrorCode.FILE_FORMAT_ERROR,
                "line 2, field 1~not closed",
                () -> read("n,a\n\"x,1\n", Map.of("header", "true", "delimiter", ","), fields));
        Files.write(folder.resolve("bad.csv"), new byte[] {'a', ',', '1', '\n', (byte) 0xC3, '(', ',', '2'});
        assertFails(
                ErrorCode.FILE_FORMAT_ERROR,
                "line 2, column 1 (name)~not UTF-8",
                () -> TestRows.readAll(
                        open(folder.resolve("bad.csv"), Map.of("header", "false"), TestRows.schema(fields))));
        assertFails(
                ErrorCode.FILE_NOT_FOUND,
                "nowhere.csv",
                () -> open(folder.resolve("nowhere.csv"), Map.of(), TestRows.schema(fields)));
        assertFails(ErrorCode.IO_ERROR, "directory", () -> open(folder, Map.of(), TestRows.schema(fields)));
    }

    @Test
    void badRowsCanBeLeftOut() throws IOException {
        Schema schema = TestRows.schema(TypeKind.VARCHAR.field("a"), TypeKind.BIGINT.field("b"));
        Path file = file("x,1\nlong text,bad\ny,2\nz\n\"q\"r,4\nw,5\n");
        Map<String, String> options = Map.of("header", "false", "on_error", "skip");
        BatchStream stream = open(file, options, schema);
        assertEquals(List.of("[x, 1]", "[y, 2]", "[w, 5]"), TestRows.text(TestRows.readAll(stream)));
        RejectedRows rejected = (RejectedRows) stream;
        assertEquals(3, rejected.rejectedRows());
        assertTrue(rejected.rejections().get(0).contains("line 2, column 2 (b): 'bad'"));
        assertFails(
                ErrorCode.FILE_FORMAT_ERROR,
                "max_errors is 2",
                () -> TestRows.readAll(
                        open(file, Map.of("header", "false", "on_error", "skip", "max_errors", "2"), schema)));
    }

    @Test
    void optionsAreChecked() throws IOException {
        assertFails(
                ErrorCode.INVALID_OPTION,
                "colour~delimiter",
                () -> read("1\n", Map.of("colour", "red"), TypeKind.BIGINT.field("a")));
        for (Map<String, String> options : List.of(
                Map.of("header", "maybe"),
                Map.of("delimiter", "ab"),
                Map.of("delimiter", "\n"),
                Map.of("quote", "é"),
                Map.of("skip", "-1"),
                Map.of("encoding", "latin1"),
                Map.of("on_error", "ignore"),
                Map.of("delimiter", "\""))) {
            assertFails(ErrorCode.INVALID_OPTION, "Cannot set", () -> read("1\n", options, TypeKind.BIGINT.field("a")));
        }
    }

    @Test
    void columnsAreReadByProjectionAndProgressIsTold() throws IOException {
        Path file = file("1,bad,x\n2,worse,y\n");
        Schema schema =
                TestRows.schema(TypeKind.BIGINT.field("a"), TypeKind.DATE.field("b"), TypeKind.VARCHAR.field("c"));
        List<Long> bytes = new ArrayList<>();
        assertEquals(
                List.of("[x, 1]", "[y, 2]"),
                TestRows.text(TestRows.readAll(csv.read(
                        file,
                        Map.of("header", "false"),
                        schema,
                        List.of(2, 0),
                        leaks.allocator(),
                        10,
                        (read, total, rows) -> bytes.add(read)))));
        assertEquals(Files.size(file), bytes.get(bytes.size() - 1));
    }

    @Test
    void numbersAndTimesAreExact() throws IOException {
        Field decimal = TypeKind.decimal("d", 20, 3);
        assertEquals(
                List.of("[1.500]", "[-0.001]", "[12345678901234567.891]", "[1000.000]", "[0.000]"),
                read("1.5\n-.001\n12345678901234567.891\n1e3\n0E-50\n", Map.of("header", "false"), decimal));
        for (String bad : List.of("1.0001", "123456789012345678", "1e999999999", "x", "1.2.3", "--1")) {
            assertFails(
                    ErrorCode.FILE_FORMAT_ERROR,
                    "is no DECIMAL(20, 3)",
                    () -> read(bad + "\n", Map.of("header", "false"), decimal));
        }
        assertEquals(
                List.of("[9223372036854775807]", "[-9223372036854775808]", "[5]"),
                read(
                        "9223372036854775807\n-9223372036854775808\n+5\n",
                        Map.of("header", "false"),
                        TypeKind.BIGINT.field("l")));
        for (String bad :
                List.of("9223372036854775808", "-9223372036854775809", "99999999999999999999", "1.0", "0x1", "+")) {
            assertFails(
                    ErrorCode.FILE_FORMAT_ERROR,
                    "is no BIGINT",
                    () -> read(bad + "\n", Map.of("header", "false"), TypeKind.BIGINT.field("l")));
        }
        assertEquals(
                List.of("[0.1]", "[NaN]", "[-Infinity]", "[1.7976931348623157E308]"),
                read(
                        "0.1\nnan\n-inf\n1.7976931348623157e308\n",
                        Map.of("header", "false"),
                        TypeKind.DOUBLE.field("l")));
        for (String bad : List.of("1d", "0x1p3", "1e999", "1e", ".")) {
            assertFails(
                    ErrorCode.FILE_FORMAT_ERROR,
                    "is no DOUBLE",
                    () -> read(bad + "\n", Map.of("header", "false"), TypeKind.DOUBLE.field("l")));
        }
        for (String bad : List.of("2023-02-29", "2023-13-01", "2023-1-01", "0000-00-00")) {
            assertFails(
                    ErrorCode.FILE_FORMAT_ERROR,
                    "is no DATE",
                    () -> read(bad + "\n", Map.of("header", "false"), TypeKind.DATE.field("l")));
        }
        assertEquals(
                List.of("[-719528]", "[19782]", "[-25509]"),
                read("0000-01-01\n2024-02-29\n1900-02-28\n", Map.of("header", "false"), TypeKind.DATE.field("l")));
        assertEquals(
                List.of("[3723004]", "[0]", "[3600500]"),
                read("01:02:03.004000\n00:00\n01:00:00.5\n", Map.of("header", "false"), TypeKind.TIME.field("l")));
        assertFails(
                ErrorCode.FILE_FORMAT_ERROR,
                "is no TIME",
                () -> read("01:02:03.0041\n", Map.of("header", "false"), TypeKind.TIME.field("l")));
        assertEquals(
                List.of("[-3600000]", "[0]", "[0]", "[86400000]", "[5400000]"),
                read(
                        "1970-01-01 00:00:00+01:00\n1970-01-01T00:00Z\n1970-01-01 00:00\n1970-01-02\n1970-01-01 00:00:00-0130\n",
                        Map.of("header", "false"),
                        TypeKind.TIMESTAMP_TZ.field("l")));
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        long seed = Seeds.first();
        Random random = new Random(seed);
        List<Field> fields = Samples.flatFields().stream()
                .filter(f -> switch (TypeKind.of(f)) {
                    case INTERVAL_MILLIS, INTERVAL_MONTHS, DATE, TIMESTAMP, TIMESTAMP_TZ -> false;
                    default -> true;
                })
                .toList();
        List<Field> all = new ArrayList<>(fields);
        all.add(TypeKind.DATE.field("date"));
        all.add(TypeKind.TIMESTAMP.field("timestamp"));
        all.add(TypeKind.TIMESTAMP_TZ.field("instant"));
        all.add(TypeKind.VARCHAR.field("odd, \"name\""));
        String[] texts = {"", ",", "\"", "\"\"", "a\nb", "\r", "NULL", "|", "\uFEFF", " x ", "é"};
        for (Map<String, String> options : List.<Map<String, String>>of(
                Map.of(),
                Map.of("header", "true", "delimiter", "|", "null", "NULL"),
                Map.of("delimiter", "tab", "quote", "'", "escape", "\\"))) {
            Schema schema = new Schema(all);
            List<List<@Nullable Object>> rows = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                List<@Nullable Object> row = new ArrayList<>();
                fields.forEach(f -> row.add(Samples.nullable(f, random, 0.2)));
                row.add((int) (random.nextLong() % 700_000));
                row.add(random.nextLong() % 60_000_000_000_000L);
                row.add(random.nextLong() % 60_000_000_000_000L);
                row.add(random.nextInt(4) == 0 ? null : texts[random.nextInt(texts.length)]);
                rows.add(row);
            }
            Path file = folder.resolve("out.csv");
            assertEquals(200, csv.write(file, options, TestRows.stream(schema, rows, 7, leaks.allocator())));
            assertEquals(
                    TestRows.text(rows),
                    TestRows.text(TestRows.readAll(open(file, options, schema))),
                    "-Dgrism.seed=" + seed);
        }
        Schema one = TestRows.schema(TypeKind.VARCHAR.field("a"));
        List<List<@Nullable Object>> rows =
                List.of(TestRows.row((Object) null), TestRows.row(""), TestRows.row((Object) null));
        csv.write(folder.resolve("one.csv"), Map.of(), TestRows.stream(one, rows, 2, leaks.allocator()));
        assertEquals(
                TestRows.text(rows),
                TestRows.text(TestRows.readAll(open(folder.resolve("one.csv"), Map.of("header", "true"), one))));
    }

    @Test
    void aFailedWriteLeavesTheOldFile() throws IOException {
        Path file = Files.writeString(folder.resolve("keep.csv"), "old");
        Schema schema = TestRows.schema(TypeKind.VARCHAR.field("a"));
        List<List<@Nullable Object>> rows = List.of(TestRows.row("x"), TestRows.row("a,b"));
        assertFails(
                ErrorCode.FILE_FORMAT_ERROR,
                "'a,b' needs quotes",
                () -> csv.write(file, Map.of("quote", "none"), TestRows.stream(schema, rows, 1, leaks.allocator())));
        assertEquals("old", Files.readString(file));
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
        assertFails(
                ErrorCode.IO_ERROR,
                "there is no such folder",
                () -> csv.write(
                        folder.resolve("no/x.csv"), Map.of(), TestRows.stream(schema, rows, 1, leaks.allocator())));
        Schema array = TestRows.schema(Samples.list("l", TypeKind.BIGINT.field("e")));
        assertFails(
                ErrorCode.NOT_SUPPORTED,
                "column l~ARRAY",
                () -> csv.write(file, Map.of(), TestRows.stream(array, List.of(), 1, leaks.allocator())));
    }

    @Test
    void utf8IsChecked() {
        for (String text : List.of("", "abc", "é", "\uffff", "\ud83d\ude00")) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            assertTrue(Utf8.isValid(bytes, 0, bytes.length));
        }
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(5)];
            random.nextBytes(bytes);
            bytes[0] |= (byte) (random.nextBoolean() ? 0x80 : 0);
            String decoded = new String(bytes, StandardCharsets.UTF_8);
            boolean valid = java.util.Arrays.equals(decoded.getBytes(StandardCharsets.UTF_8), bytes);
            assertEquals(valid, Utf8.isValid(bytes, 0, bytes.length), java.util.Arrays.toString(bytes));
        }
        assertFalse(Utf8.isValid(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, 0, 3));
    }
}
