package io.grism.exec.storage;

import io.grism.exec.column.Column;
import java.util.ArrayDeque;

/**
 * Keeps the values of stored pages in memory, of all tables of a database, up to a number of bytes. A page that is in use when it leaves stays alive as long as its users hold it.
 *
 * <p>New pages pass through a window, a small part of the room. What leaves the window takes the place of a page in the rest only when it has been used clearly more often of late:
 * so one large scan does not drive out what others need, and a scan that is repeated over more than there is room for finds part of its pages each time. Thread-safe.
 */
public final class PageCache {
    private static final int WINDOW_PART = 8;
    private static final int TRIES = 3;
    /** An age ends when so many times the room has been read. */
    private static final int AGE_ROOMS = 4;

    private final long maxBytes;
    private final long windowMax;
    private final ArrayDeque<StoredPage> window = new ArrayDeque<>();
    private final ArrayDeque<StoredPage> rest = new ArrayDeque<>();
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

    /** Takes in values that have just been read. */
    synchronized void add(StoredPage page, Column values) {
        long bytes = values.sizeInBytes();
        countRead(bytes);
        if (bytes > maxBytes) {
            return;
        }
        page.enter(values, age);
        window.add(page);
        windowBytes += bytes;
        while (windowBytes > windowMax && window.size() > 1) {
            leaveWindow(window.remove());
        }
        while (windowBytes + restBytes > maxBytes) {
            victim().leave();
        }
    }

    private void leaveWindow(StoredPage page) {
        long bytes = bytes(page);
        windowBytes -= bytes;
        long room = maxBytes - Math.max(windowMax, windowBytes) - bytes;
        while (restBytes > room && !rest.isEmpty()) {
            StoredPage victim = victim();
            if (page.uses() > victim.uses() + 1) {
                victim.leave();
            } else {
                enterRest(victim);
                page.leave();
                return;
            }
        }
        if (restBytes > room) {
            page.leave();
        } else {
            enterRest(page);
        }
    }

    private void enterRest(StoredPage page) {
        rest.add(page);
        restBytes += bytes(page);
    }

    /** Takes the least used of some pages out of the rest. */
    private StoredPage victim() {
        StoredPage victim = rest.remove();
        for (int i = 1; i < TRIES && !rest.isEmpty(); i++) {
            StoredPage other = rest.remove();
            boolean less = other.uses() < victim.uses();
            rest.add(less ? victim : other);
            victim = less ? other : victim;
        }
        restBytes -= bytes(victim);
        return victim;
    }

    private void countRead(long bytes) {
        readInAge += bytes;
        if (readInAge > AGE_ROOMS * maxBytes) {
            readInAge = 0;
            age++;
            window.forEach(page -> page.ageTo(age));
            rest.forEach(page -> page.ageTo(age));
        }
    }

    private static long bytes(StoredPage page) {
        Column values = page.inCache();
        return values == null ? 0 : values.sizeInBytes();
    }
}
