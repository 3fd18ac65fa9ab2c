package io.grism.exec.storage.index;

/** What an index is made for. */
public enum IndexKind {
    /** Values in order. */
    BTREE,
    /** Each value once, with the rows that have it. */
    BITMAP,
    /** Each token of texts once, with the rows that have it. */
    FTS,
    /** A primary or unique key, which a table has for its constraint. */
    KEY;

    /** What an index of a page takes in memory, about. */
    public long bytesPerRow() {
        return switch (this) {
            case BTREE -> 10;
            case BITMAP -> 2;
            case FTS -> 32;
            case KEY -> 0;
        };
    }
}
