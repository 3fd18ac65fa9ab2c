package io.grism.lance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.BatchStream;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.TestRows;
import io.grism.exec.storage.durable.TableFiles.DatasetVersion;
import io.grism.exec.storage.durable.TableFiles.WrittenFile;
import io.grism.exec.storage.durable.TableFormat;
import io.grism.exec.test.LeakCheck;
import io.grism.exec.test.Samples;
import io.grism.exec.test.Seeds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.lance.Dataset;
import org.lance.ReadOptions;

final class LanceTablesTest {
    private static final Schema NUMBERS = TestRows.schema(TypeKind.BIGINT.field("id"));

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    @TempDir
    private Path folder;

    private final LanceTables tables = new LanceTables(StoreOptions.none());
    private String location = "";

    @BeforeEach
    void nameLocation() {
        location = folder.resolve("1.lance").toString();
    }

    private WrittenFile write(Schema schema, List<? extends List<?>> rows, int batchRows) {
        try (BatchStream stream = TestRows.stream(schema, rows, batchRows, leaks.allocator())) {
            return tables.write(location, stream, leaks.allocator());
        }
    }

    private WrittenFile numbers(long first, int count) {
        return write(
                NUMBERS,
                LongStream.range(first, first + count).mapToObj(List::of).toList(),
                2048);
    }

    private DatasetVersion commit(@Nullable DatasetVersion base, List<String> removed, WrittenFile... added) {
        return tables.commit(location, NUMBERS, base, removed, List.of(added), leaks.allocator());
    }

    private List<List<@Nullable Object>> read(
            WrittenFile file, Schema schema, List<Integer> columns, int firstRow, int rowCount) {
        BatchStream stream = tables.read(location, file.name(), schema, columns, firstRow, rowCount, leaks.allocator());
        assertEquals(
                columns.stream().map(schema.getFields()::get).toList(),
                stream.schema().getFields());
        return TestRows.readAll(stream);
    }

    /** What another program reads from a version. */
    private List<Long> dataset(DatasetVersion version, String column) throws Exception {
        ReadOptions options =
                new ReadOptions.Builder().setVersion(version.number()).build();
        List<Long> ids = new ArrayList<>();
        try (Dataset dataset = Dataset.open()
                .allocator(leaks.allocator())
                .uri(location)
                .readOptions(options)
                .build()) {
            List<Long> all = LongStream.range(0, dataset.countRows()).boxed().toList();
            try (var reader = dataset.take(all, List.of(column))) {
                while (reader.loadNextBatch()) {
                    var vector = reader.getVectorSchemaRoot().getVector(0);
                    for (int i = 0; i < vector.getValueCount(); i++) {
                        ids.add((Long) vector.getObject(i));
                    }
                }
            }
        }
        return ids;
    }

    private static List<Long> range(long first, long end) {
        return LongStream.range(first, end).boxed().toList();
    }

    private static List<List<@Nullable Object>> rows(List<Field> fields, int count, double nulls, Random random) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<@Nullable Object> row = new ArrayList<>();
            fields.forEach(field -> row.add(random.nextDouble() < nulls ? null : Samples.value(field, random)));
            rows.add(row);
        }
        return rows;
    }

    @Test
    void everyTypeComesBackAsItWas() {
        long seed = Seeds.first();
        Random random = new Random(seed);
        Schema schema = new Schema(Samples.allFields());
        List<Integer> all =
                IntStream.range(0, schema.getFields().size()).boxed().toList();
        for (double nulls : new double[] {0, 0.1, 0.9, 1}) {
            for (int count : new int[] {1, 7, 1000, 9000}) {
                List<List<@Nullable Object>> rows = rows(schema.getFields(), count, nulls, random);
                WrittenFile file = write(schema, rows, 1 + random.nextInt(3000));
                assertEquals(count, file.rowCount());
                String what = count + " rows, nulls " + nulls + ", seed " + seed;
                assertEquals(TestRows.text(rows), TestRows.text(read(file, schema, all, 0, count)), what);
                for (int i = 0; i < 5; i++) {
                    int first = random.nextInt(count);
                    int length = 1 + random.nextInt(count - first);
                    List<Integer> some = new ArrayList<>(all);
                    Collections.shuffle(some, random);
                    List<Integer> columns = some.subList(0, 1 + random.nextInt(all.size()));
                    List<List<@Nullable Object>> expected = rows.subList(first, first + length).stream()
                            .map(row -> columns.stream().map(row::get).toList())
                            .toList();
                    assertEquals(
                            TestRows.text(expected),
                            TestRows.text(read(file, schema, columns, first, length)),
                            what + ", columns " + columns + " from " + first + ", " + length);
                }
            }
        }
    }

    @Test
    void aColumnMayBeAskedForTwice() {
        WrittenFile file = numbers(5, 3);
        assertEquals(List.of(List.of(6L, 6L)), read(file, NUMBERS, List.of(0, 0), 1, 1));
    }

    @Test
    void anyNameIsAllowed() throws Exception {
        List<String> names = List.of(
                "a",
                "A",
                "a_2",
                "a.b",
                "a b",
                "\"",
                "'",
                "`",
                "",
                " ",
                "_rowid",
                "_ROWADDR",
                "1",
                "é",
                "日本",
                "select",
                "\ud83d\ude00",
                "$data$",
                "x\ny",
                "item",
                "a".repeat(300));
        Schema schema = new Schema(names.stream().map(TypeKind.BIGINT::field).toList());
        List<Object> row = new ArrayList<>(range(0, names.size()));
        WrittenFile file = write(schema, List.of(row), 10);
        List<Integer> reverse = IntStream.range(0, names.size())
                .map(i -> names.size() - 1 - i)
                .boxed()
                .toList();
        List<Object> reversed = new ArrayList<>(row);
        Collections.reverse(reversed);
        assertEquals(List.of(reversed), read(file, schema, reverse, 0, 1));
        DatasetVersion version = tables.commit(location, schema, null, List.of(), List.of(file), leaks.allocator());
        assertEquals(List.of(0L), dataset(version, "a"));
        assertEquals(List.of((long) names.size() - 1), dataset(version, "a".repeat(300)));
    }

    @Test
    void rowsMayHaveFieldsOfAnyName() {
        Field row = new Field(
                "r",
                FieldType.nullable(ArrowType.Struct.INSTANCE),
                List.of(TypeKind.INTEGER.field("x"), TypeKind.INTEGER.field("X"), TypeKind.INTEGER.field("x.y")));
        Schema schema = TestRows.schema(row);
        List<List<@Nullable Object>> rows = List.of(TestRows.row((Object) new Object[] {1, 2, 3}));
        assertEquals(TestRows.text(rows), TestRows.text(read(write(schema, rows, 1), schema, List.of(0), 0, 1)));
    }

    @Test
    void versionsHoldTheFilesOfTheirCommits() throws Exception {
        WrittenFile first = numbers(0, 10);
        WrittenFile second = numbers(10, 5);
        DatasetVersion v1 = commit(null, List.of(), first, second);
        DatasetVersion v2 = commit(v1, List.of(first.name()), numbers(20, 3));
        DatasetVersion v3 = commit(v2, List.of(), numbers(30, 1));
        assertEquals(range(0, 15), dataset(v1, "id"));
        assertEquals(List.of(10L, 11L, 12L, 13L, 14L, 20L, 21L, 22L), dataset(v2, "id"));
        assertEquals(List.of(10L, 11L, 12L, 13L, 14L, 20L, 21L, 22L, 30L), dataset(v3, "id"));
        for (DatasetVersion version : List.of(v1, v2, v3)) {
            for (String file : version.files()) {
                assertTrue(Files.isRegularFile(Path.of(location, file)), file);
            }
        }
    }

    @Test
    void aFileMayComeBack() throws Exception {
        WrittenFile first = numbers(0, 2);
        DatasetVersion v1 = commit(null, List.of(), first);
        DatasetVersion v2 = commit(v1, List.of(first.name()), numbers(5, 1));
        WrittenFile again = new WrittenFile(first.name(), first.rowCount());
        assertEquals(List.of(5L, 0L, 1L), dataset(commit(v2, List.of(), again), "id"));
    }

    @Test
    void aTableMayBeEmpty() throws Exception {
        DatasetVersion v1 = commit(null, List.of());
        assertEquals(List.of(), dataset(v1, "id"));
        WrittenFile file = numbers(1, 1);
        DatasetVersion v2 = commit(v1, List.of(), file);
        assertEquals(List.of(1L), dataset(v2, "id"));
        assertEquals(List.of(), dataset(commit(v2, List.of(file.name())), "id"));
    }

    @Test
    void versionsOfAWriterThatDiedCountForNothing() throws Exception {
        WrittenFile first = numbers(0, 2);
        DatasetVersion v1 = commit(null, List.of(), first);
        DatasetVersion dead = commit(v1, List.of(first.name()), numbers(100, 2));
        DatasetVersion deadToo = commit(dead, List.of(), numbers(200, 2));
        // and one whose file was not written to its end
        byte[] manifest = Files.readAllBytes(Path.of(location, deadToo.files().get(0)));
        Files.write(Path.of(location, Manifests.name(4)), Arrays.copyOf(manifest, manifest.length / 2));
        Files.write(Path.of(location, Manifests.name(5)), new byte[0]);

        DatasetVersion v2 = commit(v1, List.of(), numbers(10, 1));
        assertEquals(List.of(0L, 1L, 10L), dataset(v2, "id"));
        DatasetVersion v3 = commit(v2, List.of(first.name()), numbers(20, 1));
        assertEquals(List.of(10L, 20L), dataset(v3, "id"));
    }

    @Test
    void anyVersionMayBeTheBase() throws Exception {
        WrittenFile first = numbers(0, 2);
        DatasetVersion v1 = commit(null, List.of(), first);
        DatasetVersion v2 = commit(v1, List.of(), numbers(10, 1));
        DatasetVersion v3 = commit(v2, List.of(first.name()), numbers(20, 1));
        DatasetVersion back = commit(v1, List.of(), numbers(30, 1));
        DatasetVersion forth = commit(v3, List.of(), numbers(40, 1));
        DatasetVersion next = commit(back, List.of(first.name()));
        assertEquals(List.of(0L, 1L, 10L), dataset(v2, "id"));
        assertEquals(List.of(10L, 20L), dataset(v3, "id"));
        assertEquals(List.of(0L, 1L, 30L), dataset(back, "id"));
        assertEquals(List.of(10L, 20L, 40L), dataset(forth, "id"));
        assertEquals(List.of(30L), dataset(next, "id"));
    }

    @Test
    void aDatasetOfAWriterThatDiedCountsForNothing() throws Exception {
        commit(null, List.of(), numbers(100, 2));
        DatasetVersion v1 = commit(null, List.of(), numbers(1, 1));
        assertEquals(List.of(1L), dataset(v1, "id"));
    }

    @Test
    void manyCommitsKeepTheirFiles() throws Exception {
        DatasetVersion version = commit(null, List.of());
        List<Long> expected = new ArrayList<>();
        for (long i = 0; i < 60; i++) {
            version = commit(version, List.of(), numbers(i, 1));
            expected.add(i);
        }
        assertEquals(expected, dataset(version, "id"));
        assertTrue(Files.isRegularFile(Path.of(location, Manifests.name(1))));
    }

    @Test
    void anEmptyFileIsRefusedAndRemoved() throws Exception {
        assertEquals(
                ErrorCode.INTERNAL,
                assertThrows(GrismException.class, () -> write(NUMBERS, List.of(), 10))
                        .code());
        try (var files = Files.list(Path.of(location, "data"))) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void aStreamThatFailsLeavesNoFile() throws Exception {
        GrismException broken = new GrismException(ErrorCode.CANCELLED, "Cannot go on");
        try (BatchStream good = TestRows.stream(NUMBERS, List.of(List.of(1L)), 1, leaks.allocator())) {
            BatchStream failing = new BatchStream() {
                private int calls;

                @Override
                public Schema schema() {
                    return NUMBERS;
                }

                @Override
                public @Nullable Batch next() {
                    if (calls++ > 0) {
                        throw broken;
                    }
                    return good.next();
                }

                @Override
                public void close() {}
            };
            assertEquals(
                    broken,
                    assertThrows(GrismException.class, () -> tables.write(location, failing, leaks.allocator())));
        }
        try (var files = Files.list(Path.of(location, "data"))) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void errorsNameTheFile() throws Exception {
        WrittenFile file = numbers(0, 10);
        Path path = Path.of(location, file.name());
        GrismException beyond = assertThrows(
                GrismException.class,
                () -> tables.read(location, file.name(), NUMBERS, List.of(0), 5, 6, leaks.allocator()));
        assertEquals(ErrorCode.DATA_CORRUPTED, beyond.code());
        Schema other = TestRows.schema(TypeKind.BIGINT.field("other"));
        assertEquals(
                ErrorCode.DATA_CORRUPTED,
                assertThrows(
                                GrismException.class,
                                () -> tables.read(location, file.name(), other, List.of(0), 0, 1, leaks.allocator()))
                        .code());
        DatasetVersion v1 = commit(null, List.of(), file);
        GrismException unknown = assertThrows(GrismException.class, () -> commit(v1, List.of("data/none.lance")));
        assertTrue(unknown.getMessage().contains("data/none.lance"), unknown.getMessage());
        Files.write(path, new byte[100]);
        GrismException garbage = assertThrows(
                GrismException.class,
                () -> tables.read(location, file.name(), NUMBERS, List.of(0), 0, 1, leaks.allocator()));
        assertEquals(ErrorCode.IO_ERROR, garbage.code());
        assertTrue(garbage.getMessage().contains(file.name()), garbage.getMessage());
        Files.delete(path);
        GrismException missing = assertThrows(
                GrismException.class,
                () -> tables.read(location, file.name(), NUMBERS, List.of(0), 0, 1, leaks.allocator()));
        assertTrue(missing.getMessage().contains(file.name()), missing.getMessage());
    }

    @Test
    void aReaderMayBeLeftEarly() {
        WrittenFile file = numbers(0, 100_000);
        BatchStream stream = tables.read(location, file.name(), NUMBERS, List.of(0), 0, 100_000, leaks.allocator());
        stream.close();
        assertNull(stream.next());
        stream.close();
    }

    @Test
    void theFormatIsFoundByItsName() {
        assertTrue(ServiceLoader.load(TableFormat.class).stream()
                .anyMatch(format -> format.get().name().equals("lance")));
    }
}
