package io.grism.exec.plan;

import io.grism.exec.operator.SortKey;
import java.util.List;

/** How rows are spread over the partitions of a stage. Where a row goes follows from the row alone, on every JVM, so that what a task sends when it runs again is what it sent before, in whatever order its rows come. */
public sealed interface Partitioning {
    /** All rows in the only partition. */
    record Single() implements Partitioning {}

    /** By a hash of columns: rows whose keys are not distinct stand in the same partition. NULL is not distinct from NULL. */
    record Hash(List<Integer> columns) implements Partitioning {
        public Hash {
            columns = List.copyOf(columns);
        }
    }

    /** By the element whose id a column holds: the partition that keeps its adjacency. */
    record Owner(int column) implements Partitioning {}

    /** By ranges of keys: each row of a partition comes before each row of the next. */
    record Range(List<SortKey> keys) implements Partitioning {
        public Range {
            keys = List.copyOf(keys);
        }
    }

    /** All rows in each partition. */
    record Broadcast() implements Partitioning {}
}
