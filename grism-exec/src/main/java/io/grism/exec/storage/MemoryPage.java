package io.grism.exec.storage;

import io.grism.exec.column.Column;
import org.jspecify.annotations.Nullable;

/** The values of one column in one segment. Never changes, so many versions of a table share it. */
final class MemoryPage {
    private final Column values;
    private volatile @Nullable PageStatistics statistics;

    MemoryPage(Column values) {
        this.values = values;
    }

    Column values() {
        return values;
    }

    /** Computed on first use; two threads may both compute it, to the same end. */
    PageStatistics statistics() {
        PageStatistics known = statistics;
        if (known == null) {
            known = PageStatistics.of(values);
            statistics = known;
        }
        return known;
    }

    /** The statistics, if somebody has asked for them before. */
    @Nullable
    PageStatistics knownStatistics() {
        return statistics;
    }
}
