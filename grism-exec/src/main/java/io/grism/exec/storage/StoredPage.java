package io.grism.exec.storage;

import io.grism.exec.column.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page whose values are read when they are asked for, and kept as long as the cache has room for them. Its statistics are always there. */
final class StoredPage implements Page {
    private static final int MOST_USES = 15;

    private final StoredPages siblings;
    private final int column;
    private final PageStatistics statistics;
    private final PageIndexes indexes = new PageIndexes();
    /** Set and cleared by the cache. */
    private volatile @Nullable Column cached;
    /** How often the page was used of late; two threads may count as one. */
    private int uses;
    /** When {@link #uses} was right, in the ages of the cache. */
    private int age;

    StoredPage(StoredPages siblings, int column, PageStatistics statistics) {
        this.siblings = siblings;
        this.column = column;
        this.statistics = statistics;
    }

    static Page[] pages(List<PageStatistics> statistics, SegmentSource source, PageCache cache) {
        StoredPages siblings = new StoredPages(source, cache);
        Page[] pages = new Page[statistics.size()];
        for (int i = 0; i < pages.length; i++) {
            pages[i] = new StoredPage(siblings, i, statistics.get(i));
        }
        return pages;
    }

    StoredPages siblings() {
        return siblings;
    }

    int column() {
        return column;
    }

    @Override
    public Column values() {
        Column known = use();
        return known == null ? siblings.read(List.of(this)).get(0) : known;
    }

    /** The values if they are in memory. */
    @Nullable
    Column use() {
        Column known = cached;
        if (known != null) {
            countUse();
        }
        return known;
    }

    private void countUse() {
        if (uses < MOST_USES) {
            uses++;
        }
    }

    @Override
    public PageStatistics statistics() {
        return statistics;
    }

    @Override
    public PageStatistics knownStatistics() {
        return statistics;
    }

    @Override
    public PageIndexes indexes() {
        return indexes;
    }

    /** For the cache. */
    void enter(Column values, int now) {
        ageTo(now);
        countUse();
        cached = values;
    }

    /** For the cache. */
    @Nullable
    Column inCache() {
        return cached;
    }

    /** For the cache. */
    void leave() {
        cached = null;
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
