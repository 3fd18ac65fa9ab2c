package io.grism.exec.remote;

import java.util.concurrent.CompletableFuture;

/** Bytes that the cluster holds for the driver: what was put, or the answer of a call. It outlives the executor that made it, but not the node that holds it. Thread-safe. */
public interface Block {
    /** The bytes, when the call has ended; fails with {@link LostException}. */
    CompletableFuture<byte[]> bytes();

    /** Lets the cluster drop the bytes. */
    void free();
}
