package io.grism.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.batch.BatchStream;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.FileFormat;
import io.grism.exec.storage.TestRows;
import io.grism.exec.test.LeakCheck;
import io.grism.exec.test.Samples;
import io.grism.exec.test.Seeds;
import java.io.IOException;
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
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class ParquetFormatTest {
    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    @TempDir
    Path folder;

    private final FileFormat parquet = new ParquetFormat();

    private BatchStream open(Path file, Schema schema) {
        List<Integer> all =
                IntStream.range(0, schema.getFields().size()).boxed().toList();
        return parquet.read(file, Map.of(), schema, all, leaks.allocator(), 7, null);
    }

    private List<String> read(Path file, Field... fields) {
        Schema schema = fields.length == 0 ? parquet.inferSchema(file, Map.of()) : TestRows.schema(fields);
        return TestRows.text(TestRows.readAll(open(file, schema)));
    }

    private static List<Field> writableFields() {
        return Samples.allFields().stream()
                .filter(f -> switch (TypeKind.of(f)) {
                    case INTERVAL_MILLIS, INTERVAL_MONTHS, NULL -> false;
                    default -> true;
                })
                .toList();
    }

    private List<List<@Nullable Object>> write(Path file, Map<String, String> options, int rows, Random random) {
        List<Field> fields = writableFields();
        List<List<@Nullable Object>> values = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            List<@Nullable Object> row = new ArrayList<>();
            fields.forEach(f -> row.add(Samples.nullable(f, random, 0.2)));
            values.add(row);
        }
        assertEquals(
                rows, parquet.write(file, options, TestRows.stream(new Schema(fields), values, 11, leaks.allocator())));
        return values;
    }

    private void assertFails(ErrorCode code, String words, Runnable work) {
        GrismException e = assertThrows(GrismException.class, work::run);
        assertEquals(code, e.code(), e.getMessage());
        for (String word : words.split("~")) {
            assertTrue(e.getMessage().contains(word), e.getMessage() + "\nshould contain " + word);
        }
    }

    /** Writes one file as another program would, in a schema of Parquet's. */
    private Path foreign(String schema, List<Consumer> rows) throws IOException {
        Path file = folder.resolve("foreign.parquet");
        Files.deleteIfExists(file);
        MessageType message = MessageTypeParser.parseMessageType(schema);
        try (ParquetWriter<Consumer> writer = new ForeignBuilder(new LocalOutputFile(file), message)
                .withConf(new PlainParquetConfiguration())
                .withCodecFactory(new ParquetCodecs())
                .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
                .build()) {
            for (Consumer row : rows) {
                writer.write(row);
            }
        }
        return file;
    }

    private interface Consumer {
        void write(RecordConsumer to);
    }

    private static final class ForeignBuilder extends ParquetWriter.Builder<Consumer, ForeignBuilder> {
        private final MessageType message;

        ForeignBuilder(OutputFile file, MessageType message) {
            super(file);
            this.message = message;
        }

        @Override
        protected ForeignBuilder self() {
            return this;
        }

        @Override
        @SuppressWarnings("deprecation")
        protected WriteSupport<Consumer> getWriteSupport(Configuration configuration) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected WriteSupport<Consumer> getWriteSupport(ParquetConfiguration configuration) {
            return new WriteSupport<>() {
                private @Nullable RecordConsumer consumer;

                @Override
                @SuppressWarnings("deprecation")
                public WriteContext init(Configuration unused) {
                    return new WriteContext(message, Map.of());
                }

                @Override
                public WriteContext init(ParquetConfiguration unused) {
                    return new WriteContext(message, Map.of());
                }

                @Override
                public void prepareForWrite(RecordConsumer recordConsumer) {
                    consumer = recordConsumer;
                }

                @Override
                public void write(Consumer row) {
                    RecordConsumer to = java.util.Objects.requireNonNull(consumer);
                    to.startMessage();
                    row.write(to);
                    to.endMessage();
                }
            };
        }
    }

    private static Consumer field(String name, int index, Consumer value) {
        return to -> {
            to.startField(name, index);
            value.write(to);
            to.endField(name, index);
        };
    }

    private static Consumer all(Consumer... parts) {
        return to -> {
            for (Consumer part : parts) {
                part.write(to);
            }
        };
    }

    private static Consumer group(Consumer inside) {
        return to -> {
            to.startGroup();
            inside.write(to);
            to.endGroup();
        };
    }

    @Test
    void theServiceLoaderFindsIt() {
        assertTrue(ServiceLoader.load(FileFormat.class).stream()
                .anyMatch(provider -> provider.type() == ParquetFormat.class));
    }

    @Test
    void everyTypeComesBackAsItWas() {
        long seed = Seeds.first();
        Random random = new Random(seed);
        Path file = folder.resolve("all.parquet");
        for (String codec : List.of("snappy", "zstd", "none")) {
            List<List<@Nullable Object>> rows = write(file, Map.of("compression", codec), 300, random);
            Schema schema = parquet.inferSchema(file, Map.of());
            assertEquals(
                    writableFields().stream().map(Field::getName).toList(),
                    schema.getFields().stream().map(Field::getName).toList());
            assertEquals(TestRows.text(rows), read(file), "-Dgrism.seed=" + seed);
            List<List<@Nullable Object>> some = new ArrayList<>();
            rows.forEach(row -> some.add(TestRows.row(row.get(3), row.get(0))));
            assertEquals(
                    TestRows.text(some),
                    TestRows.text(TestRows.readAll(
                            parquet.read(file, Map.of(), schema, List.of(3, 0), leaks.allocator(), 1000, null))));
            assertEquals(
                    300,
                    TestRows.readAll(parquet.read(file, Map.of(), schema, List.of(), leaks.allocator(), 64, null))
                            .size());
        }
    }

    @Test
    void progressEndsAtTheSizeOfTheFile() throws IOException {
        Path file = folder.resolve("p.parquet");
        write(file, Map.of(), 50, new Random(1));
        long[] last = new long[3];
        TestRows.readAll(parquet.read(
                file,
                Map.of(),
                parquet.inferSchema(file, Map.of()),
                List.of(0),
                leaks.allocator(),
                20,
                (bytes, total, rows) -> {
                    last[0] = bytes;
                    last[1] = total;
                    last[2] = rows;
                }));
        assertEquals(List.of(Files.size(file), Files.size(file), 50L), List.of(last[0], last[1], last[2]));
    }

    @Test
    void timesFinerThanMillisecondsAreReadWhenTheyAreWhole() throws IOException {
        String schema =
                "message m { optional int64 ts (TIMESTAMP(MICROS,false)); optional int64 tz (TIMESTAMP(NANOS,true));"
                        + " optional int64 t (TIME(MICROS,true)); optional int96 old; }";
        byte[] old = java.nio.ByteBuffer.allocate(12)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .putLong(3_600_000_000_000L)
                .putInt(2_440_589)
                .array();
        Consumer whole = all(
                field("ts", 0, to -> to.addLong(5_000)),
                field("tz", 1, to -> to.addLong(-7_000_000)),
                field("t", 2, to -> to.addLong(3_600_000_000L)),
                field("old", 3, to -> to.addBinary(Binary.fromConstantByteArray(old))));
        assertEquals(
                List.of("[5, -7, 3600000, 90000000]", "[null, null, null, null]"),
                read(foreign(schema, List.of(whole, all()))));
        Path fine = foreign(schema, List.of(whole, all(), field("ts", 0, to -> to.addLong(5_001))));
        assertFails(ErrorCode.FILE_FORMAT_ERROR, "row 3, column ts~5001 microseconds", () -> read(fine));
    }

    @Test
    void unsignedNumbersAndOldListsAreRead() throws IOException {
        String schema = "message m { required int32 a (INTEGER(32,false)); required int64 b (INTEGER(64,false));"
                + " repeated int32 r; optional group l (LIST) { repeated int32 array; }"
                + " required binary raw; required fixed_len_byte_array(2) half (FLOAT16); }";
        Consumer row = all(
                field("a", 0, to -> to.addInteger(-1)),
                field("b", 1, to -> to.addLong(-1)),
                field("r", 2, to -> {
                    to.addInteger(1);
                    to.addInteger(2);
                }),
                field("l", 3, group(field("array", 0, to -> to.addInteger(3)))),
                field("raw", 4, to -> to.addBinary(Binary.fromString("é"))),
                field("half", 5, to -> to.addBinary(Binary.fromConstantByteArray(new byte[] {0, (byte) 0xC0}))));
        Path file = foreign(schema, List.of(row));
        assertEquals(List.of("[4294967295, 18446744073709551615, [1, 2], [3], c3a9, -2.0]"), read(file));
    }

    @Test
    void numbersAreReadAsWiderTypes() throws IOException {
        Path file = foreign(
                "message m { required int32 a; required float b; required int32 c (DECIMAL(5,2)); required binary d; }",
                List.of(all(
                        field("a", 0, to -> to.addInteger(300)),
                        field("b", 1, to -> to.addFloat(1.5f)),
                        field("c", 2, to -> to.addInteger(12345)),
                        field("d", 3, to -> to.addBinary(Binary.fromString("é"))))));
        Field text = TypeKind.VARCHAR.field("d");
        assertEquals(
                List.of("[300, 1.5, 123.4500, é]"),
                read(file, TypeKind.BIGINT.field("a"), TypeKind.DOUBLE.field("b"), TypeKind.decimal("c", 30, 4), text));
        assertEquals(
                List.of("[300.0, 1.5, 123.45, é]"),
                read(file, TypeKind.decimal("a", 4, 1), TypeKind.REAL.field("b"), TypeKind.decimal("c", 5, 2), text));
        assertFails(
                ErrorCode.FILE_FORMAT_ERROR,
                "row 1, column a~300 is out of the range of TINYINT",
                () -> read(
                        file,
                        TypeKind.TINYINT.field("a"),
                        TypeKind.REAL.field("b"),
                        TypeKind.decimal("c", 5, 2),
                        text));
        assertFails(
                ErrorCode.FILE_FORMAT_ERROR,
                "column c~123.45 does not fit into DECIMAL(4, 1)",
                () -> read(
                        file, TypeKind.BIGINT.field("a"), TypeKind.REAL.field("b"), TypeKind.decimal("c", 4, 1), text));
        assertFails(
                ErrorCode.TYPE_MISMATCH,
                "column b is REAL~BIGINT",
                () -> read(
                        file,
                        TypeKind.BIGINT.field("a"),
                        TypeKind.BIGINT.field("b"),
                        TypeKind.decimal("c", 5, 2),
                        text));
        assertFails(ErrorCode.FILE_FORMAT_ERROR, "4 columns, not 1", () -> read(file, TypeKind.BIGINT.field("a")));
    }

    @Test
    void aTextThatIsNotUtf8IsRefused() throws IOException {
        Path file = foreign(
                "message m { required binary s (STRING); }",
                List.of(field(
                        "s", 0, to -> to.addBinary(Binary.fromConstantByteArray(new byte[] {(byte) 0xC3, '('})))));
        assertFails(ErrorCode.FILE_FORMAT_ERROR, "row 1, column s~not UTF-8", () -> read(file));
    }

    @Test
    void otherFilesAreNamed() throws IOException {
        assertFails(ErrorCode.FILE_NOT_FOUND, "nowhere", () -> read(folder.resolve("nowhere.parquet")));
        assertFails(ErrorCode.IO_ERROR, "directory", () -> read(folder));
        Path text = Files.writeString(folder.resolve("t.parquet"), "id,name\n1,a and some more text\n");
        assertFails(ErrorCode.FILE_FORMAT_ERROR, "no Parquet file", () -> read(text));
        Path empty = Files.createFile(folder.resolve("empty.parquet"));
        assertFails(ErrorCode.FILE_FORMAT_ERROR, "no Parquet file", () -> read(empty));
        assertFails(
                ErrorCode.INVALID_OPTION,
                "gzip~zstd",
                () -> parquet.write(
                        text,
                        Map.of("compression", "gzip"),
                        TestRows.stream(TestRows.schema(), List.of(), 1, leaks.allocator())));
        assertFails(
                ErrorCode.NOT_SUPPORTED,
                "column i~INTERVAL_MONTHS",
                () -> parquet.write(
                        text,
                        Map.of(),
                        TestRows.stream(
                                TestRows.schema(TypeKind.INTERVAL_MONTHS.field("i")),
                                List.of(),
                                1,
                                leaks.allocator())));
        assertTrue(Files.readString(text).startsWith("id"));
    }

    @Test
    void damagedFilesGiveAnErrorOrRows() throws IOException {
        long seed = Seeds.first();
        Random random = new Random(seed);
        Path file = folder.resolve("good.parquet");
        int errors = 0;
        for (String codec : List.of("snappy", "zstd", "none")) {
            List<List<@Nullable Object>> rows = write(file, Map.of("compression", codec), 40, random);
            byte[] good = Files.readAllBytes(file);
            Path bad = folder.resolve("bad.parquet");
            for (int i = 0; i < 150; i++) {
                byte[] bytes = good.clone();
                if (i % 5 == 0) {
                    bytes = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
                } else {
                    for (int k = random.nextInt(3); k >= 0; k--) {
                        // The footer, where most of the meaning is, more often than the pages.
                        int at = random.nextBoolean()
                                ? random.nextInt(bytes.length)
                                : bytes.length - 1 - random.nextInt(bytes.length / 4);
                        bytes[at] ^= (byte) (1 << random.nextInt(8));
                    }
                }
                Files.write(bad, bytes);
                try {
                    List<String> read = read(bad);
                    assertTrue(read.size() <= 1_000_000, "-Dgrism.seed=" + seed);
                } catch (GrismException e) {
                    assertTrue(
                            e.code() == ErrorCode.FILE_FORMAT_ERROR
                                    || e.code() == ErrorCode.NOT_SUPPORTED
                                    || e.code() == ErrorCode.OUT_OF_MEMORY,
                            () -> "-Dgrism.seed=" + seed + " " + e);
                    errors++;
                }
            }
            assertEquals(TestRows.text(rows), read(file));
        }
        assertTrue(errors > 100, errors + " errors");
    }
}
