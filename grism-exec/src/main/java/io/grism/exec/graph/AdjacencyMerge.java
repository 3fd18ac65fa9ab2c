package io.grism.exec.graph;

/** Puts some edges into the runs of an adjacency: one pass of copying. Single-threaded. */
final class AdjacencyMerge {
    private final Adjacency old;
    private final Adjacency more;
    private final int[] rows;
    private final int[] neighbours;
    private final int[] edges;
    private int size;

    private AdjacencyMerge(Adjacency old, Adjacency more, int[] rows) {
        this.old = old;
        this.more = more;
        this.rows = rows;
        int total = Math.addExact(old.neighbours().length, more.neighbours().length);
        this.neighbours = new int[total];
        this.edges = new int[total];
    }

    /**
     * The edges of both.
     *
     * @param more in its runs; of as many vertices, or more
     * @param rows in ascending order: the rows of the edges that {@code more} numbers from 0 on
     */
    static Adjacency merge(Adjacency old, Adjacency more, int[] rows) {
        return new AdjacencyMerge(old, more, rows).merge();
    }

    private Adjacency merge() {
        int[] moreOffsets = more.offsets();
        int vertices = moreOffsets.length - 1;
        int[] oldOffsets = old.offsets();
        int oldVertices = oldOffsets.length - 1;
        int[] offsets = new int[vertices + 1];
        int copied = 0;
        for (int v = 0; v < vertices; v++) {
            int oldEnd = oldOffsets[Math.min(v + 1, oldVertices)];
            if (moreOffsets[v] < moreOffsets[v + 1]) {
                int oldStart = oldOffsets[Math.min(v, oldVertices)];
                copy(copied, oldStart);
                mergeRun(oldStart, oldEnd, moreOffsets[v], moreOffsets[v + 1]);
                copied = oldEnd;
            }
            offsets[v + 1] = oldEnd + moreOffsets[v + 1];
        }
        copy(copied, old.neighbours().length);
        return new Adjacency(offsets, neighbours, edges);
    }

    private void copy(int from, int to) {
        System.arraycopy(old.neighbours(), from, neighbours, size, to - from);
        System.arraycopy(old.edges(), from, edges, size, to - from);
        size += to - from;
    }

    private void mergeRun(int oldStart, int oldEnd, int moreStart, int moreEnd) {
        int[] oldNeighbours = old.neighbours();
        int[] oldEdges = old.edges();
        int[] moreNeighbours = more.neighbours();
        int i = oldStart;
        for (int j = moreStart; j < moreEnd; j++) {
            int row = rows[more.edges()[j]];
            while (i < oldEnd
                    && (oldNeighbours[i] < moreNeighbours[j]
                            || oldNeighbours[i] == moreNeighbours[j] && oldEdges[i] < row)) {
                neighbours[size] = oldNeighbours[i];
                edges[size++] = oldEdges[i++];
            }
            neighbours[size] = moreNeighbours[j];
            edges[size++] = row;
        }
        copy(i, oldEnd);
    }
}
