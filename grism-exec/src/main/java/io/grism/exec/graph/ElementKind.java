package io.grism.exec.graph;

/** Vertices or edges. */
public enum ElementKind {
    VERTEX,
    EDGE
}
