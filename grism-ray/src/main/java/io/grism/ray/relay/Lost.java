package io.grism.ray.relay;

/** What the child says is lost. */
public enum Lost {
    EXECUTOR,
    BLOCK,
    UNKNOWN
}
