package io.grism.exec.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grism.exec.operator.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OwnedRowsTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 64, 65, 128, 200, 1000, 4096})
    void thePartitionsHaveTheRowsThatTheyOwn(int rows) {
        for (int partitions : new int[] {1, 2, 3, 7, 100}) {
            for (int table = 0; table < 5; table++) {
                for (int partition = 0; partition < partitions; partition++) {
                    assertEquals(
                            expected(table, rows, partition, partitions),
                            actual(OwnedRows.of(table, rows, new Share(partition, partitions))),
                            "partition " + partition + " of " + partitions + ", table " + table);
                }
            }
        }
    }

    private static List<Integer> expected(int table, int rows, int partition, int partitions) {
        List<Integer> owned = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            if (ElementOwner.of(GraphTables.elementId(table, row), partitions) == partition) {
                owned.add(row);
            }
        }
        return owned;
    }

    private static List<Integer> actual(OwnedRows rows) {
        return IntStream.range(0, rows.count()).mapToObj(rows::row).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8})
    void aLargeTableIsOwnedEvenly(int partitions) {
        int rows = Integer.MAX_VALUE - 8;
        long all = 0;
        for (int partition = 0; partition < partitions; partition++) {
            OwnedRows owned = OwnedRows.of(2, rows, new Share(partition, partitions));
            assertEquals((double) rows / partitions, owned.count(), 64);
            all += owned.count();
            int last = owned.row(owned.count() - 1);
            assertEquals(partition, ElementOwner.of(GraphTables.elementId(2, last), partitions));
        }
        assertEquals(rows, all);
    }
}
