package io.grism.exec.storage;

import io.grism.exec.storage.index.IndexKind;
import io.grism.exec.storage.index.PageIndex;

/** One index of a stored page: in memory as long as the cache has room for it, else read from where the source of the page keeps it, else made. Thread-safe. */
final class StoredIndex {
    private final StoredPage page;
    private final IndexKind kind;
    private final Cached<PageIndex> cached = new Cached<>();
    /** When it was in memory last; 0 as long as that is not known. */
    private volatile long bytes;
    /** Whether it was made, and nobody keeps it. */
    private volatile boolean isUnkept;

    StoredIndex(StoredPage page, IndexKind kind) {
        this.page = page;
        this.kind = kind;
    }

    PageIndex get() {
        PageIndex known = cached.use();
        return known == null ? load() : known;
    }

    private synchronized PageIndex load() {
        PageIndex known = cached.use();
        if (known != null) {
            return known;
        }
        PageIndex kept = source().readIndex(page.column(), kind);
        if (kept == null) {
            PageIndex made = PageIndex.of(kind, page.valuesAside());
            keep(made);
            return made;
        }
        isUnkept = false;
        add(kept);
        return kept;
    }

    /** Takes an index that was made of the same values. */
    synchronized void put(PageIndex made) {
        if (cached.isEmpty()) {
            keep(made);
        }
    }

    private void keep(PageIndex made) {
        isUnkept = !source().keepIndex(page.column(), kind, made);
        add(made);
    }

    private void add(PageIndex index) {
        bytes = index.sizeInBytes();
        page.siblings().cache().add(cached, index, bytes);
    }

    private SegmentSource source() {
        return page.siblings().source();
    }

    /** How many bytes have to come into memory before it is used, about. */
    long missingBytes(int rowCount) {
        if (!cached.isEmpty()) {
            return 0;
        }
        return bytes > 0 ? bytes : rowCount * kind.bytesPerRow();
    }

    /** Whether it was in memory, and has to be made again. */
    boolean isLost() {
        return isUnkept && cached.isEmpty();
    }
}
