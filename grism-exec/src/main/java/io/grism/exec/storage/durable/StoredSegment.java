package io.grism.exec.storage.durable;

import io.grism.exec.storage.PageStatistics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.stream.Collectors;

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

    /** A number for the rows, for ever: files have unique names and never change. Others have the same so rarely that it costs only time when they do. */
    long identity() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(source().getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The same as a text, that no other segment has. */
    String source() {
        return parts.stream()
                .map(part -> part.sum().name() + " " + part.sum().bytes() + " "
                        + part.sum().checksum())
                .collect(Collectors.joining("\n"));
    }

    int rowCount() {
        int count = 0;
        for (Part part : parts) {
            count += part.rowCount();
        }
        return count;
    }
}
