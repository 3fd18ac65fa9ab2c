package io.grism.exec.storage;

import io.grism.exec.column.Column;
import io.grism.exec.storage.index.IndexKind;
import io.grism.exec.storage.index.PageIndex;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of a table that lie together, one page a column. Immutable and thread-safe. */
public final class Segment {
    private final int rowCount;
    private final Page[] pages;
    private final @Nullable SegmentSource source;

    private Segment(int rowCount, Page[] pages, @Nullable SegmentSource source) {
        this.rowCount = rowCount;
        this.pages = pages;
        this.source = source;
    }

    /** Takes over the array. */
    Segment(int rowCount, Page[] pages) {
        this(rowCount, pages, null);
    }

    /** Values in memory. */
    static Segment of(int rowCount, List<Column> columns) {
        return new Segment(rowCount, columns.stream().map(HeapPage::new).toArray(Page[]::new));
    }

    /**
     * A segment that is read when it is needed.
     *
     * @param statistics of each column; without sketches, which the rows of the table have
     */
    public static Segment stored(int rowCount, List<PageStatistics> statistics, SegmentSource source, PageCache cache) {
        return new Segment(rowCount, StoredPage.pages(statistics, source, cache), source);
    }

    public int rowCount() {
        return rowCount;
    }

    public int columnCount() {
        return pages.length;
    }

    public Page page(int ordinal) {
        return pages[ordinal];
    }

    /** Where all of the segment is stored; null when some of it is in memory only. */
    public @Nullable SegmentSource source() {
        return source;
    }

    /** Puts values that were in memory until they were stored here into the cache, as if they had just been read, and takes over their indexes. */
    void warm(Segment same) {
        for (int i = 0; i < pages.length; i++) {
            if (pages[i] instanceof StoredPage page && same.pages[i] instanceof HeapPage known) {
                page.siblings().keep(page, known.values());
                for (IndexKind kind : IndexKind.values()) {
                    PageIndex index = known.knownIndex(kind);
                    if (index != null) {
                        page.storedIndex(kind).put(index);
                    }
                }
            }
        }
    }

    Column column(int ordinal) {
        return pages[ordinal].values();
    }

    /** Fills in the columns that are missing; those that have to be read are read together. */
    void read(List<Integer> ordinals, @Nullable Column[] columns) {
        List<StoredPage> missing = new ArrayList<>();
        for (int ordinal : ordinals) {
            if (columns[ordinal] == null) {
                if (pages[ordinal] instanceof StoredPage stored) {
                    missing.add(stored);
                } else {
                    columns[ordinal] = pages[ordinal].values();
                }
            }
        }
        while (!missing.isEmpty()) {
            StoredPages siblings = missing.get(0).siblings();
            List<StoredPage> together = missing.stream()
                    .filter(page -> page.siblings() == siblings)
                    .distinct()
                    .toList();
            List<Column> read = siblings.read(together);
            for (int i = 0; i < together.size(); i++) {
                columns[together.get(i).column()] = read.get(i);
            }
            missing.removeAll(together);
        }
    }

    /** The pages, as an array of the caller's own. */
    Page[] copyPages() {
        return pages.clone();
    }
}
