package io.grism.exec.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.MemoryBudget;
import io.grism.exec.operator.Operator;
import io.grism.exec.operator.Share;
import io.grism.exec.operator.Source;
import io.grism.exec.storage.MemoryStore;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.Store;
import io.grism.exec.storage.TestRows;
import io.grism.exec.test.FakeContext;
import io.grism.exec.test.LeakCheck;
import io.grism.exec.test.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What each partition reads of a graph. */
final class ScanShareTest {
    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    /** Two vertex tables and two edge tables, with some edges that dangle. */
    private static RandomGraph graph(Random random) {
        List<List<List<@Nullable Object>>> vertices = new ArrayList<>();
        List<List<List<@Nullable Object>>> edges = new ArrayList<>();
        for (int table = 0; table < 2; table++) {
            int count = 300 + random.nextInt(300);
            vertices.add(IntStream.range(0, count)
                    .mapToObj(i -> TestRows.row((long) i, 0, "s"))
                    .toList());
            edges.add(IntStream.range(0, 3 * count)
                    .mapToObj(i -> TestRows.row((long) random.nextInt(count), (long) random.nextInt(count + 50), i))
                    .toList());
        }
        return new RandomGraph(vertices, edges, List.of(0, 1), List.of(0, 1));
    }

    @Test
    void eachElementIsReadByItsOwner() {
        Random random = new Random(11);
        RandomGraph graph = graph(random);
        GraphTables tables = graph.tables();
        List<Integer> both = List.of(0, 1);
        try (Store store = new MemoryStore()) {
            graph.write(store, leaks.allocator());
            try (Snapshot snapshot = store.snapshot()) {
                assertShared(share -> new NodeScanSource(tables, snapshot, both, "v", share));
                assertShared(share -> new HyperedgeScanSource(tables, snapshot, both, "h", share));
                assertShared(share -> new EdgeScanSource(tables, snapshot, both, List.of("e", "s", "d"), share));
            }
        }
    }

    private void assertShared(Function<Share, Source> scan) {
        List<List<@Nullable Object>> whole = read(scan.apply(Share.WHOLE));
        assertTrue(whole.size() > 500, () -> whole.size() + " rows");
        for (int partitions : new int[] {2, 3, 7}) {
            List<List<@Nullable Object>> all = new ArrayList<>();
            for (int partition = 0; partition < partitions; partition++) {
                List<List<@Nullable Object>> rows = read(scan.apply(new Share(partition, partitions)));
                for (List<@Nullable Object> row : rows) {
                    assertEquals(partition, ElementOwner.of((Long) row.get(0), partitions));
                }
                assertEquals(whole.size() / (double) partitions, rows.size(), 150);
                all.addAll(rows);
            }
            assertEquals(sorted(whole), sorted(all));
        }
    }

    private static List<String> sorted(List<List<@Nullable Object>> rows) {
        return rows.stream().map(List::toString).sorted().toList();
    }

    private List<List<@Nullable Object>> read(Source source) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (Operator operator = source.open(new FakeContext(leaks.allocator(), new MemoryBudget(0), 100))) {
            for (Batch batch = operator.next(); batch != null; batch = operator.next()) {
                for (int row = 0; row < batch.rowCount(); row++) {
                    List<@Nullable Object> values = new ArrayList<>();
                    for (int column = 0; column < batch.columnCount(); column++) {
                        values.add(Samples.values(batch.column(column)).get(row));
                    }
                    rows.add(values);
                }
                batch.close();
            }
        }
        return rows;
    }
}
