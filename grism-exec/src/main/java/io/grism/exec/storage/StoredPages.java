package io.grism.exec.storage;

import io.grism.exec.column.Column;
import java.util.ArrayList;
import java.util.List;

/** The pages of one segment that are read from one source. A page that several threads ask for is read once. Thread-safe. */
final class StoredPages {
    private final SegmentSource source;
    private final PageCache cache;

    StoredPages(SegmentSource source, PageCache cache) {
        this.source = source;
        this.cache = cache;
    }

    SegmentSource source() {
        return source;
    }

    PageCache cache() {
        return cache;
    }

    /** The values of some of the pages, in the order asked; those that are not in memory are read together. */
    synchronized List<Column> read(List<StoredPage> pages) {
        List<StoredPage> missing = new ArrayList<>();
        List<Column> values = new ArrayList<>();
        for (StoredPage page : pages) {
            Column known = page.use();
            if (known == null) {
                missing.add(page);
            } else {
                values.add(known);
            }
        }
        if (missing.isEmpty()) {
            return values;
        }
        List<Column> read = source.read(missing.stream().map(StoredPage::column).toList());
        for (int i = 0; i < read.size(); i++) {
            values.add(pages.indexOf(missing.get(i)), read.get(i));
            add(missing.get(i), read.get(i));
        }
        return values;
    }

    private void add(StoredPage page, Column values) {
        cache.add(page.cached(), values, values.sizeInBytes());
    }

    /** Puts values into the cache that need not be read. */
    synchronized void keep(StoredPage page, Column values) {
        if (page.use() == null) {
            add(page, values);
        }
    }
}
