package io.grism.exec.storage;

import org.jspecify.annotations.Nullable;

/** The place of something in a {@link PageCache}: empty at first, and again when the cache has no room for it. Whoever fills it sees to it that nobody else does at the same time. */
final class Cached<T> {
    private static final int MOST_USES = 15;

    /** Set and cleared by the cache. */
    private volatile @Nullable T value;
    /** Of the value, for the cache. */
    private long bytes;
    /** How often it was used of late; two threads may count as one. */
    private int uses;
    /** When {@link #uses} was right, in the ages of the cache. */
    private int age;

    /** What is in memory, if it is; for somebody who needs it now. */
    @Nullable
    T use() {
        T known = value;
        if (known != null) {
            countUse();
        }
        return known;
    }

    boolean isEmpty() {
        return value == null;
    }

    private void countUse() {
        if (uses < MOST_USES) {
            uses++;
        }
    }

    /** For the cache. */
    void enter(T entering, long size, int now) {
        ageTo(now);
        countUse();
        bytes = size;
        value = entering;
    }

    /** For the cache. */
    void leave() {
        value = null;
    }

    /** Of what has entered last; for the cache. */
    long bytes() {
        return bytes;
    }

    /** Halves what counts of the uses with each age. */
    void ageTo(int now) {
        uses >>= Math.min(now - age, MOST_USES);
        age = now;
    }

    int uses() {
        return uses;
    }
}
