package io.grism.exec.graph;

/**
 * Which partition of a stage owns an element: scans deliver an element there, and there its adjacency is. The same on every JVM. Blocks of rows take turns, and small tables begin at different
 * partitions.
 */
public final class ElementOwner {
    static final int BLOCK_BITS = 6;
    static final int BLOCK_ROWS = 1 << BLOCK_BITS;

    private ElementOwner() {}

    /** The partition, from 0. */
    public static int of(long elementId, int partitions) {
        long block = GraphTables.rowOf(elementId) >>> BLOCK_BITS;
        return (int) ((block + GraphTables.tableOf(elementId)) % partitions);
    }
}
