package io.grism.exec.storage;

import io.grism.exec.column.Column;
import io.grism.exec.storage.index.IndexKind;
import io.grism.exec.storage.index.PageIndex;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page whose values and indexes are read when they are asked for, and kept as long as the cache has room for them. Its statistics are always there. */
final class StoredPage implements Page {
    private final StoredPages siblings;
    private final int column;
    private final PageStatistics statistics;
    private final Cached<Column> values = new Cached<>();
    /** By kind; null as long as nobody has asked for one. */
    private volatile StoredIndex @Nullable [] indexes;

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
        return values.use();
    }

    /** The values, without a place in the cache if they have none yet. */
    Column valuesAside() {
        Column known = use();
        return known == null ? siblings.source().read(List.of(column)).get(0) : known;
    }

    /** Where the cache has the values. */
    Cached<Column> cached() {
        return values;
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
    public PageIndex index(IndexKind kind) {
        return storedIndex(kind).get();
    }

    StoredIndex storedIndex(IndexKind kind) {
        StoredIndex[] known = indexes;
        return known == null ? makeIndexes()[kind.ordinal()] : known[kind.ordinal()];
    }

    private synchronized StoredIndex[] makeIndexes() {
        StoredIndex[] known = indexes;
        if (known == null) {
            IndexKind[] kinds = IndexKind.values();
            known = new StoredIndex[kinds.length];
            for (int i = 0; i < kinds.length; i++) {
                known[i] = new StoredIndex(this, kinds[i]);
            }
            indexes = known;
        }
        return known;
    }
}
