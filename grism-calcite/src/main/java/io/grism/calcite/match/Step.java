package io.grism.calcite.match;

/**
 * One way to match a part of a pattern; its conditions are applied as soon as their elements are there, so they need no mention. {@code elements} are the bits of
 * what is matched; {@code cost} is that of the whole way.
 */
sealed interface Step {
    long elements();

    double cost();

    /** Reads a vertex. */
    record ScanVertex(int vertex, long elements, double cost) implements Step {}

    /** Reads an edge with both its ends. */
    record ScanEdge(int edge, long elements, double cost) implements Step {}

    /** Walks an edge from the vertex {@code from}, to a vertex that the input does not have yet. */
    record Extend(Step input, int edge, int from, long elements, double cost) implements Step {}

    /** Finds the edges between two vertices of the input. */
    record Close(Step input, int edge, long elements, double cost) implements Step {}

    /** Walks two edges at once, each from a vertex of the input, to the one vertex that both reach and the input does not have yet. */
    record Intersect(Step input, int first, int second, int reached, long elements, double cost) implements Step {}

    /** Joins two parts on the vertices that both have; builds from the right one. */
    record Join(Step left, Step right, long elements, double cost) implements Step {}
}
