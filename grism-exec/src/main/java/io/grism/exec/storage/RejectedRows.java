package io.grism.exec.storage;

import java.util.List;

/** A stream that may leave out rows it cannot read, when asked to; after its end it tells how many and why. */
public interface RejectedRows {
    /** How many rows were left out so far. */
    long rejectedRows();

    /** What was wrong with the first of them. */
    List<String> rejections();

    /** What was taken for granted and may be wrong, for the user to know: that the first line holds names, say. */
    List<String> assumptions();
}
