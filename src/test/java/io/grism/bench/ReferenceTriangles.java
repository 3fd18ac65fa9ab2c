package io.grism.bench;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Closed walks of three edges. Vertices are numbered by degree; each triangle is found from its lowest vertex a, as a common vertex of the sorted lists of b's targets and a's
 * sources above a, for each target b of a; three walks start on it.
 */
final class ReferenceTriangles {
    private static final int MUCH_LONGER = 16;
    private static final int PIECES = 64;

    private final int vertices;
    private final int[] outOffsets;
    private final int[] outTargets;
    private final int[] inOffsets;
    private final int[] inSources;

    ReferenceTriangles(ReferenceGraph graph) {
        vertices = graph.vertices;
        long[] byDegree = IntStream.range(0, vertices)
                .mapToLong(v -> (long) (graph.outDegree(v) + graph.inDegree(v)) << 32 | v)
                .sorted()
                .toArray();
        int[] rank = new int[vertices];
        for (int i = 0; i < vertices; i++) {
            rank[(int) byDegree[i]] = i;
        }
        int[] sources = new int[graph.outTargets.length];
        int[] targets = new int[graph.outTargets.length];
        for (int vertex = 0; vertex < vertices; vertex++) {
            for (int i = graph.outOffsets[vertex]; i < graph.outOffsets[vertex + 1]; i++) {
                sources[i] = rank[vertex];
                targets[i] = rank[graph.outTargets[i]];
            }
        }
        outOffsets = ReferenceGraph.offsets(vertices, sources);
        outTargets = ReferenceGraph.neighbours(outOffsets, sources, targets);
        inOffsets = ReferenceGraph.offsets(vertices, targets);
        inSources = ReferenceGraph.neighbours(inOffsets, targets, sources);
    }

    long count(ReferenceThreads threads) {
        return 3
                * ReferenceGraph.sum(threads, PIECES, (from, to) -> {
                    long found = 0;
                    for (int piece = from; piece < to; piece++) {
                        for (int a = piece; a < vertices; a += PIECES) {
                            found += from(a);
                        }
                    }
                    return found;
                });
    }

    private long from(int a) {
        int inStart = above(inSources, inOffsets[a], inOffsets[a + 1], a);
        int inEnd = inOffsets[a + 1];
        if (inStart == inEnd) {
            return 0;
        }
        long found = 0;
        for (int i = above(outTargets, outOffsets[a], outOffsets[a + 1], a); i < outOffsets[a + 1]; i++) {
            int b = outTargets[i];
            found += common(above(outTargets, outOffsets[b], outOffsets[b + 1], a), outOffsets[b + 1], inStart, inEnd);
        }
        return found;
    }

    /** How many values the range of targets and that of sources share. */
    private long common(int outStart, int outEnd, int inStart, int inEnd) {
        if (outEnd - outStart > MUCH_LONGER * (inEnd - inStart)) {
            return search(inSources, inStart, inEnd, outTargets, outStart, outEnd);
        }
        if (inEnd - inStart > MUCH_LONGER * (outEnd - outStart)) {
            return search(outTargets, outStart, outEnd, inSources, inStart, inEnd);
        }
        long found = 0;
        int i = outStart;
        int j = inStart;
        while (i < outEnd && j < inEnd) {
            int left = outTargets[i];
            int right = inSources[j];
            if (left == right) {
                found++;
            }
            i += left <= right ? 1 : 0;
            j += right <= left ? 1 : 0;
        }
        return found;
    }

    private static long search(int[] few, int fewStart, int fewEnd, int[] many, int manyStart, int manyEnd) {
        long found = 0;
        int low = manyStart;
        for (int i = fewStart; i < fewEnd && low < manyEnd; i++) {
            int at = Arrays.binarySearch(many, low, manyEnd, few[i]);
            if (at >= 0) {
                found++;
                low = at + 1;
            } else {
                low = -at - 1;
            }
        }
        return found;
    }

    /** The first position of a value greater than {@code value}. */
    private static int above(int[] sorted, int from, int to, int value) {
        int at = Arrays.binarySearch(sorted, from, to, value + 1);
        return at >= 0 ? at : -at - 1;
    }
}
