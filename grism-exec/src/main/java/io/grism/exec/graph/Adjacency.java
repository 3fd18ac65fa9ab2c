package io.grism.exec.graph;

import java.util.Arrays;

/**
 * The edges of one edge table at each vertex of one vertex table, one way: a CSR index over row positions. The run of a vertex is ordered by neighbour, then by
 * edge. Immutable and thread-safe.
 */
final class Adjacency {
    private final int[] offsets;
    private final int[] neighbours;
    private final int[] edges;

    /** Takes over the arrays. */
    Adjacency(int[] offsets, int[] neighbours, int[] edges) {
        this.offsets = offsets;
        this.neighbours = neighbours;
        this.edges = edges;
    }

    /**
     * The edges whose ends both exist.
     *
     * @param from per edge row the row of the vertex whose run it joins, negative for none
     * @param to per edge row the row of the vertex at the other end, negative for none
     */
    static Adjacency of(int[] from, int[] to, int fromVertices, int toVertices) {
        // Two stable counting sorts: by neighbour, then by vertex.
        int[] toOffsets = offsets(to, from, toVertices);
        int[] byNeighbour = new int[toOffsets[toVertices]];
        for (int edge = 0; edge < to.length; edge++) {
            if (to[edge] >= 0 && from[edge] >= 0) {
                byNeighbour[toOffsets[to[edge]]++] = edge;
            }
        }
        int[] offsets = offsets(from, to, fromVertices);
        int[] next = offsets.clone();
        int[] neighbours = new int[byNeighbour.length];
        int[] edges = new int[byNeighbour.length];
        for (int edge : byNeighbour) {
            int at = next[from[edge]]++;
            neighbours[at] = to[edge];
            edges[at] = edge;
        }
        return new Adjacency(offsets, neighbours, edges);
    }

    /** Each pair of vertex and neighbour once; the edges are numbered in the order of the runs. */
    Adjacency distinct() {
        int[] starts = new int[offsets.length];
        int[] kept = new int[neighbours.length];
        int count = 0;
        for (int v = 0; v + 1 < offsets.length; v++) {
            starts[v] = count;
            for (int i = offsets[v]; i < offsets[v + 1]; i++) {
                if (i == offsets[v] || neighbours[i] != neighbours[i - 1]) {
                    kept[count++] = neighbours[i];
                }
            }
        }
        starts[starts.length - 1] = count;
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = i;
        }
        return new Adjacency(starts, Arrays.copyOf(kept, count), numbers);
    }

    /**
     * These edges and others, of tables that may have grown.
     *
     * @param rows of the others, in ascending order
     * @param from per row of {@code rows} the row of the vertex whose run it joins
     * @param to per row of {@code rows} the row of the vertex at the other end
     */
    Adjacency with(int[] rows, int[] from, int[] to, int fromVertices, int toVertices) {
        return AdjacencyMerge.merge(this, of(from, to, fromVertices, toVertices), rows);
    }

    private static int[] offsets(int[] keys, int[] others, int vertices) {
        int[] offsets = new int[vertices + 1];
        for (int edge = 0; edge < keys.length; edge++) {
            if (keys[edge] >= 0 && others[edge] >= 0) {
                offsets[keys[edge] + 1]++;
            }
        }
        for (int v = 0; v < vertices; v++) {
            offsets[v + 1] += offsets[v];
        }
        return offsets;
    }

    /** Where the run of vertex row {@code v} starts in {@link #neighbours()} and {@link #edges()}; it ends where that of the next row starts. One longer than the vertex table. */
    int[] offsets() {
        return offsets;
    }

    /** Row positions of the vertices at the other end. */
    int[] neighbours() {
        return neighbours;
    }

    /** Row positions of the edges. */
    int[] edges() {
        return edges;
    }

    int degree(int vertex) {
        return offsets[vertex + 1] - offsets[vertex];
    }

    /** The first position in the run of {@code vertex} whose neighbour is {@code neighbour} or greater. */
    int firstPosition(int vertex, int neighbour) {
        int low = offsets[vertex];
        int high = offsets[vertex + 1];
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (neighbours[middle] < neighbour) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The edges between {@code vertex} and {@code neighbour}. */
    int count(int vertex, int neighbour) {
        int first = firstPosition(vertex, neighbour);
        int end = offsets[vertex + 1];
        int position = first;
        while (position < end && neighbours[position] == neighbour) {
            position++;
        }
        return position - first;
    }

    long sizeInBytes() {
        return 4L * (offsets.length + neighbours.length + (long) edges.length);
    }
}
