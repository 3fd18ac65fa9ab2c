package io.grism.exec.storage;

import java.util.ArrayDeque;

/**
 * Keeps the values and the indexes of stored pages in memory, of all tables of a database, up to a number of bytes. What is in use when it leaves stays alive as long as its users hold it.
 *
 * <p>What is new passes through a window, a small part of the room. What leaves the window takes the place of something in the rest only when it has been used clearly more often of late:
 * so one large scan does not drive out what others need, and a scan that is repeated over more than there is room for finds part of them each time. Thread-safe.
 */
public final class PageCache {
    private static final int WINDOW_PART = 8;
    private static final int TRIES = 3;
    /** An age ends when so many times the room has been read. */
    private static final int AGE_ROOMS = 4;

    private final long maxBytes;
    private final long windowMax;
    private final ArrayDeque<Cached<?>> window = new ArrayDeque<>();
    private final ArrayDeque<Cached<?>> rest = new ArrayDeque<>();
    private long windowBytes;
    private long restBytes;
    private long readInAge;
    private int age;

    /** A cache for {@code maxBytes} of arrays; 0 for one that keeps nothing. */
    public PageCache(long maxBytes) {
        this.maxBytes = maxBytes;
        this.windowMax = maxBytes / WINDOW_PART;
    }

    /** How many bytes it may keep. */
    public long maxBytes() {
        return maxBytes;
    }

    /** How many bytes it keeps now. */
    public synchronized long bytes() {
        return windowBytes + restBytes;
    }

    /** Takes in what has just been read or made. */
    synchronized <T> void add(Cached<T> entry, T value, long bytes) {
        countRead(bytes);
        if (bytes > maxBytes) {
            return;
        }
        entry.enter(value, bytes, age);
        window.add(entry);
        windowBytes += bytes;
        while (windowBytes > windowMax && window.size() > 1) {
            leaveWindow(window.remove());
        }
        while (windowBytes + restBytes > maxBytes) {
            victim().leave();
        }
    }

    private void leaveWindow(Cached<?> entry) {
        long bytes = entry.bytes();
        windowBytes -= bytes;
        long room = maxBytes - Math.max(windowMax, windowBytes) - bytes;
        while (restBytes > room && !rest.isEmpty()) {
            Cached<?> victim = victim();
            if (entry.uses() > victim.uses() + 1) {
                victim.leave();
            } else {
                enterRest(victim);
                entry.leave();
                return;
            }
        }
        if (restBytes > room) {
            entry.leave();
        } else {
            enterRest(entry);
        }
    }

    private void enterRest(Cached<?> entry) {
        rest.add(entry);
        restBytes += entry.bytes();
    }

    /** Takes the least used of some out of the rest. */
    private Cached<?> victim() {
        Cached<?> victim = rest.remove();
        for (int i = 1; i < TRIES && !rest.isEmpty(); i++) {
            Cached<?> other = rest.remove();
            boolean less = other.uses() < victim.uses();
            rest.add(less ? victim : other);
            victim = less ? other : victim;
        }
        restBytes -= victim.bytes();
        return victim;
    }

    private void countRead(long bytes) {
        readInAge += bytes;
        if (readInAge > AGE_ROOMS * maxBytes) {
            readInAge = 0;
            age++;
            window.forEach(entry -> entry.ageTo(age));
            rest.forEach(entry -> entry.ageTo(age));
        }
    }
}
