package io.grism.exec.storage;

import io.grism.exec.column.Column;
import io.grism.exec.storage.index.IndexKind;
import io.grism.exec.storage.index.PageIndex;
import org.jspecify.annotations.Nullable;

/** A page that is always in memory. */
final class HeapPage implements Page {
    private final Column values;
    private final PageIndexes indexes = new PageIndexes();
    private volatile @Nullable PageStatistics statistics;

    HeapPage(Column values) {
        this.values = values;
    }

    @Override
    public Column values() {
        return values;
    }

    /** Computed on first use; two threads may both compute it, to the same end. */
    @Override
    public PageStatistics statistics() {
        PageStatistics known = statistics;
        if (known == null) {
            known = PageStatistics.of(values);
            statistics = known;
        }
        return known;
    }

    /** The statistics, if somebody has asked for them before. */
    @Override
    public @Nullable PageStatistics knownStatistics() {
        return statistics;
    }

    @Override
    public PageIndex index(IndexKind kind) {
        return indexes.get(kind, this);
    }

    /** The index, if somebody has asked for it before. */
    @Nullable
    PageIndex knownIndex(IndexKind kind) {
        return indexes.known(kind);
    }
}
