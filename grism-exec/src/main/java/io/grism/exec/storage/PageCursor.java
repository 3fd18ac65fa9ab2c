package io.grism.exec.storage;

import io.grism.exec.column.Column;

/** The pages of one column one after the other, of which it holds one. Single-threaded. */
final class PageCursor {
    private final PagedRows rows;
    private final int column;
    private int segment;
    private Column page;
    private int local;

    /** At a row that there is. */
    PageCursor(PagedRows rows, int column, long row) {
        this.rows = rows;
        this.column = column;
        this.segment = rows.segmentOf(row);
        this.page = rows.segment(segment).column(column);
        this.local = (int) (row - rows.firstRow(segment));
    }

    void moveTo(long row) {
        int next = rows.segmentOf(row);
        if (next != segment) {
            segment = next;
            page = rows.segment(next).column(column);
        }
        local = (int) (row - rows.firstRow(segment));
    }

    Column page() {
        return page;
    }

    /** The row's place in the page. */
    int local() {
        return local;
    }

    /** How many rows of the page there are from the row on. */
    int left() {
        return rows.segment(segment).rowCount() - local;
    }
}
