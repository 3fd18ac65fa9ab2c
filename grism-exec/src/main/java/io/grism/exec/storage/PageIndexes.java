package io.grism.exec.storage;

import io.grism.exec.storage.index.IndexKind;
import io.grism.exec.storage.index.PageIndex;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The indexes of one page in memory: made on first use, and kept as long as the page. Thread-safe. */
final class PageIndexes {
    private final AtomicReferenceArray<@Nullable PageIndex> indexes =
            new AtomicReferenceArray<>(IndexKind.values().length);

    /** The index of the page that has this. */
    PageIndex get(IndexKind kind, Page page) {
        PageIndex known = indexes.get(kind.ordinal());
        if (known != null) {
            return known;
        }
        synchronized (this) {
            known = indexes.get(kind.ordinal());
            if (known == null) {
                known = PageIndex.of(kind, page.values());
                indexes.set(kind.ordinal(), known);
            }
            return known;
        }
    }

    @Nullable
    PageIndex known(IndexKind kind) {
        return indexes.get(kind.ordinal());
    }
}
