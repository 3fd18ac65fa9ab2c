package io.grism.exec.storage.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.storage.MemoryStore;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.Store;
import io.grism.exec.storage.TableDefinition;
import io.grism.exec.storage.TableSnapshot;
import io.grism.exec.storage.WriteTransaction;
import io.grism.exec.test.LeakCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Loads the files of a public benchmark, with their odd headers, by position. */
final class LsqbFilesTest {
    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    @Test
    void everyFileLoadsWhole() throws IOException {
        Path folder = Path.of(System.getProperty("grism.root", ".."), "../shared/data/lsqb-sf0.003");
        Assumptions.assumeTrue(Files.isDirectory(folder), () -> "no benchmark files in " + folder);
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.filter(f -> f.toString().endsWith(".csv")).sorted().toList();
        }
        assertEquals(36, files.size());
        CsvFormat csv = new CsvFormat();
        try (Store store = new MemoryStore()) {
            for (Path file : files) {
                List<String> lines = Files.readAllLines(file);
                int width = lines.get(0).split("\\|", -1).length;
                ObjectName name =
                        new ObjectName("main", file.getFileName().toString().replace(".csv", ""));
                List<Field> fields = new ArrayList<>();
                for (int i = 0; i < width; i++) {
                    fields.add(TypeKind.BIGINT.field("c" + i));
                }
                Schema schema = new Schema(fields);
                Map<String, String> options = Map.of("header", "true", "delimiter", "|");
                try (WriteTransaction write = store.begin()) {
                    write.createTable(new TableDefinition(
                            name,
                            schema,
                            fields.stream().map(f -> "BIGINT").toList(),
                            width == 1 ? List.of(0) : List.of(),
                            List.of(),
                            List.of()));
                    List<Integer> all = IntStream.range(0, width).boxed().toList();
                    write.append(name, csv.read(file, options, schema, all, leaks.allocator(), 2048, null));
                    write.commit();
                }
                try (Snapshot snapshot = store.snapshot()) {
                    TableSnapshot table = snapshot.table(name);
                    assertEquals(lines.size() - 1, table.rowCount(), file.toString());
                }
                Schema inferred = csv.inferSchema(file, Map.of());
                assertEquals(
                        List.of(lines.get(0).split("\\|", -1)),
                        inferred.getFields().stream().map(Field::getName).toList());
                inferred.getFields().forEach(f -> assertEquals(TypeKind.BIGINT, TypeKind.of(f), file + " " + f));
            }
        }
    }
}
