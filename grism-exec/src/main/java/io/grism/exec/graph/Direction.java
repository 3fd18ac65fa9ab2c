package io.grism.exec.graph;

/** Which way a step crosses an edge. */
public enum Direction {
    /** From source to destination. */
    OUT,
    /** From destination to source. */
    IN,
    /** Either way; a self-loop matches once. */
    ANY;

    /** The same edges seen from their other end. */
    public Direction reverse() {
        return switch (this) {
            case OUT -> IN;
            case IN -> OUT;
            case ANY -> ANY;
        };
    }
}
