package io.grism.exec.storage.durable;

import io.grism.exec.storage.PageStatistics;
import java.util.List;

/**
 * Where a segment of a table lies.
 *
 * @param parts files that hold its rows, one after the other
 * @param statistics of each column, without sketches
 */
record StoredSegment(List<Part> parts, List<PageStatistics> statistics) {
    /**
     * A file of rows, all of which belong to one segment.
     *
     * @param name relative to the folder of the table
     * @param sum of the file, by its name in the database
     */
    record Part(String name, int rowCount, FileSum sum) {}

    StoredSegment {
        parts = List.copyOf(parts);
        statistics = List.copyOf(statistics);
    }

    int rowCount() {
        int count = 0;
        for (Part part : parts) {
            count += part.rowCount();
        }
        return count;
    }
}
