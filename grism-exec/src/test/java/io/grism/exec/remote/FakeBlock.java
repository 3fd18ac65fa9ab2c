package io.grism.exec.remote;

import io.grism.exec.remote.LostException.What;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A block of a {@link FakeCluster}. */
final class FakeBlock implements Block {
    private final FakeCluster cluster;
    private final String node;
    private final CompletableFuture<byte[]> bytes = new CompletableFuture<>();
    private volatile boolean isFreed;
    private volatile boolean isLost;

    FakeBlock(FakeCluster cluster, String node) {
        this.cluster = cluster;
        this.node = node;
    }

    String node() {
        return node;
    }

    void answer(byte[] answer) {
        bytes.complete(answer);
    }

    void fail(Throwable error) {
        bytes.completeExceptionally(error);
    }

    void lose() {
        isLost = true;
        fail(cluster.lost(What.BLOCK, "a block was lost"));
    }

    boolean isFreed() {
        return isFreed;
    }

    /** The bytes as an argument of a call, or null when they are lost. */
    byte @Nullable [] read() {
        if (isFreed || isLost) {
            return null;
        }
        try {
            return bytes.join();
        } catch (RuntimeException e) {
            return null; // its call has failed
        }
    }

    @Override
    public CompletableFuture<byte[]> bytes() {
        return isLost ? CompletableFuture.failedFuture(cluster.lost(What.BLOCK, "a block was lost")) : bytes.copy();
    }

    @Override
    public String toString() {
        return "a block on " + node + (isLost ? ", lost" : "") + (bytes.isDone() ? "" : ", not answered");
    }

    @Override
    public void free() {
        isFreed = true;
        cluster.forget(this);
    }
}
