package io.grism.exec.storage;

import io.grism.exec.column.Column;
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

    Column column(int ordinal) {
        return pages[ordinal].values();
    }

    /** The pages, as an array of the caller's own. */
    Page[] copyPages() {
        return pages.clone();
    }
}
