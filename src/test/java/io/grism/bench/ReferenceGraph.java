package io.grism.bench;

import java.util.Arrays;
import java.util.BitSet;

/** Edges between persons as sorted adjacency both ways, and what is asked of them. */
final class ReferenceGraph {
    final int vertices;
    final int[] outOffsets;
    final int[] outTargets;
    final int[] inOffsets;
    final int[] inSources;
    private final ReferenceTriangles triangles;

    ReferenceGraph(int vertices, int[] sources, int[] targets) {
        this.vertices = vertices;
        outOffsets = offsets(vertices, sources);
        outTargets = neighbours(outOffsets, sources, targets);
        inOffsets = offsets(vertices, targets);
        inSources = neighbours(inOffsets, targets, sources);
        triangles = new ReferenceTriangles(this);
    }

    static int[] offsets(int vertices, int[] from) {
        int[] offsets = new int[vertices + 1];
        for (int vertex : from) {
            offsets[vertex + 1]++;
        }
        for (int vertex = 0; vertex < vertices; vertex++) {
            offsets[vertex + 1] += offsets[vertex];
        }
        return offsets;
    }

    static int[] neighbours(int[] offsets, int[] from, int[] to) {
        int[] next = offsets.clone();
        int[] neighbours = new int[to.length];
        for (int edge = 0; edge < to.length; edge++) {
            neighbours[next[from[edge]]++] = to[edge];
        }
        for (int vertex = 0; vertex + 1 < offsets.length; vertex++) {
            Arrays.sort(neighbours, offsets[vertex], offsets[vertex + 1]);
        }
        return neighbours;
    }

    int outDegree(int vertex) {
        return outOffsets[vertex + 1] - outOffsets[vertex];
    }

    int inDegree(int vertex) {
        return inOffsets[vertex + 1] - inOffsets[vertex];
    }

    int twoHopsDistinct(int start) {
        BitSet seen = new BitSet(vertices);
        for (int i = outOffsets[start]; i < outOffsets[start + 1]; i++) {
            int middle = outTargets[i];
            for (int j = outOffsets[middle]; j < outOffsets[middle + 1]; j++) {
                seen.set(outTargets[j]);
            }
        }
        return seen.cardinality();
    }

    long twoHops(ReferenceThreads threads) {
        return sum(threads, vertices, (from, to) -> {
            long paths = 0;
            for (int vertex = from; vertex < to; vertex++) {
                paths += (long) inDegree(vertex) * outDegree(vertex);
            }
            return paths;
        });
    }

    long threeHops(ReferenceThreads threads) {
        return sum(threads, vertices, (from, to) -> {
            long paths = 0;
            for (int vertex = from; vertex < to; vertex++) {
                long onward = 0;
                for (int i = outOffsets[vertex]; i < outOffsets[vertex + 1]; i++) {
                    onward += outDegree(outTargets[i]);
                }
                paths += onward * inDegree(vertex);
            }
            return paths;
        });
    }

    /** Paths of two edges from those whose {@code group} is {@code wanted}. */
    long twoHopsFrom(int[] group, int wanted, ReferenceThreads threads) {
        return sum(threads, vertices, (from, to) -> {
            long paths = 0;
            for (int vertex = from; vertex < to; vertex++) {
                if (group[vertex] == wanted) {
                    for (int i = outOffsets[vertex]; i < outOffsets[vertex + 1]; i++) {
                        paths += outDegree(outTargets[i]);
                    }
                }
            }
            return paths;
        });
    }

    long threeHopsFrom(int[] group, int wanted, ReferenceThreads threads) {
        int[] arrivals = new int[vertices];
        for (int vertex = 0; vertex < vertices; vertex++) {
            if (group[vertex] == wanted) {
                for (int i = outOffsets[vertex]; i < outOffsets[vertex + 1]; i++) {
                    arrivals[outTargets[i]]++;
                }
            }
        }
        return sum(threads, vertices, (from, to) -> {
            long paths = 0;
            for (int vertex = from; vertex < to; vertex++) {
                if (arrivals[vertex] != 0) {
                    long onward = 0;
                    for (int i = outOffsets[vertex]; i < outOffsets[vertex + 1]; i++) {
                        onward += outDegree(outTargets[i]);
                    }
                    paths += onward * arrivals[vertex];
                }
            }
            return paths;
        });
    }

    long triangles(ReferenceThreads threads) {
        return triangles.count(threads);
    }

    /** Others within {@code hops} edges of {@code start}. */
    int reachable(int start, int hops) {
        BitSet seen = new BitSet(vertices);
        seen.set(start);
        int[] frontier = {start};
        int[] next = new int[vertices];
        int reached = 0;
        for (int hop = 0; hop < hops; hop++) {
            int count = 0;
            for (int vertex : frontier) {
                for (int i = outOffsets[vertex]; i < outOffsets[vertex + 1]; i++) {
                    if (!seen.get(outTargets[i])) {
                        seen.set(outTargets[i]);
                        next[count++] = outTargets[i];
                    }
                }
            }
            reached += count;
            frontier = Arrays.copyOf(next, count);
        }
        return reached;
    }

    static long sum(ReferenceThreads threads, int rows, ReferenceThreads.Part<Long> part) {
        return threads.parts(rows, part).stream().mapToLong(Long::longValue).sum();
    }
}
