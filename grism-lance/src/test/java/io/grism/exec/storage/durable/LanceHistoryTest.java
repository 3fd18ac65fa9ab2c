package io.grism.exec.storage.durable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.BatchStream;
import io.grism.exec.storage.History.Version;
import io.grism.exec.storage.ScanRequest;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.Split;
import io.grism.exec.storage.TableSnapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.ReadOptions;
import org.lance.fragment.DataFile;

/** The versions of a database of Lance files, and what Lance itself finds in them. */
final class LanceHistoryTest extends DurableHistoryTest {
    private Dataset open(Path dataset, long number) {
        return Dataset.open()
                .allocator(leaks.allocator())
                .uri(dataset.toString())
                .readOptions(new ReadOptions.Builder().setVersion(number).build())
                .build();
    }

    @Override
    Set<String> filesForOthers(Path folder, long number) {
        Set<String> files = new TreeSet<>();
        try (Dataset dataset = open(folder, number)) {
            for (Fragment fragment : dataset.getFragments()) {
                for (DataFile file : fragment.metadata().getFiles()) {
                    files.add("data/" + file.getPath());
                }
            }
        }
        return files;
    }

    @Test
    void otherProgramsReadTheRowsOfEachVersion() throws Exception {
        store.history().restore(4);
        SmallDatabase.commit(store, 5, leaks.allocator());
        store.history().restore(2);
        store.history().optimize(null);
        SmallDatabase.commit(store, 2, leaks.allocator());
        int compared = 0;
        List<Version> versions = store.history().versions();
        for (Version version : versions) {
            Commit commit = new CommitLog(new LocalFolder(temporary.resolve("db"))).read(version.number());
            try (Snapshot snapshot = store.history().snapshot(version.number())) {
                for (TableEntry entry : commit.tables()) {
                    if (entry.dataset() != null) {
                        Path folder = temporary.resolve("db/tables/" + Long.toHexString(entry.id()) + ".lance");
                        TableSnapshot table = Objects.requireNonNull(
                                snapshot.table(entry.definition().name()));
                        assertEquals(
                                rows(table),
                                rows(folder, entry.dataset().number(), table),
                                () -> version + ", " + entry.definition().name());
                        compared++;
                    }
                }
            }
        }
        assertTrue(compared > versions.size(), compared + " tables in " + versions);
        newestIsTheLatest(versions.get(versions.size() - 1).number());
    }

    /** Who names no version of a dataset reads what the newest version of the database has. */
    private void newestIsTheLatest(long number) {
        Commit commit = new CommitLog(new LocalFolder(temporary.resolve("db"))).read(number);
        for (TableEntry entry : commit.tables()) {
            Path folder = temporary.resolve("db/tables/" + Long.toHexString(entry.id()) + ".lance");
            try (Dataset dataset = Dataset.open()
                    .allocator(leaks.allocator())
                    .uri(folder.toString())
                    .build()) {
                assertEquals(Objects.requireNonNull(entry.dataset()).number(), dataset.version());
            }
        }
    }

    private List<String> rows(TableSnapshot table) {
        List<Field> fields = table.definition().schema().getFields();
        List<Integer> columns = IntStream.range(0, fields.size()).boxed().toList();
        List<String> rows = new ArrayList<>();
        for (Split split : table.splits(1000)) {
            try (BatchStream stream = table.scan(split, new ScanRequest(columns, null, 500), leaks.allocator())) {
                for (Batch next = stream.next(); next != null; next = stream.next()) {
                    try (Batch batch = next) {
                        add(rows, batch.rowCount(), columns.size(), batch::column);
                    }
                }
            }
        }
        Collections.sort(rows);
        return rows;
    }

    private List<String> rows(Path folder, long number, TableSnapshot table) throws Exception {
        List<String> names = table.definition().schema().getFields().stream()
                .map(Field::getName)
                .toList();
        List<String> rows = new ArrayList<>();
        try (Dataset dataset = open(folder, number)) {
            List<Long> all = LongStream.range(0, dataset.countRows()).boxed().toList();
            try (var reader = dataset.take(all, names)) {
                while (reader.loadNextBatch()) {
                    var root = reader.getVectorSchemaRoot();
                    add(rows, root.getRowCount(), names.size(), i -> root.getVector(names.get(i)));
                }
            }
        }
        Collections.sort(rows);
        return rows;
    }

    /** Rows come in the order of files, so they are compared as sets with repetitions. */
    private static void add(List<String> rows, int count, int columns, IntFunction<FieldVector> vectors) {
        for (int row = 0; row < count; row++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                text.append(vectors.apply(i).getObject(row)).append('|');
            }
            rows.add(text.toString());
        }
    }
}
