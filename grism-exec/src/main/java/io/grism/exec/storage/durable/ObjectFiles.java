package io.grism.exec.storage.durable;

import java.util.List;
import java.util.Locale;

/**
 * What an object store keeps of a database besides the files of its tables: contents that are written once, and logs, which several processes add to. Names are relative to the database, with slashes. Thread-safe. Errors are
 * GrismExceptions with the name, and without anything that is secret: IO_ERROR, FILE_NOT_FOUND for what is not there.
 */
public interface ObjectFiles extends AutoCloseable {
    /** What names of options of object stores begin with; those of {@link #isOption} are handed to the store unchanged. */
    List<String> OPTIONS = List.of(
            "allow_", "aws_", "azure_", "client_", "connect_", "google_", "http1_", "http2_", "pool_", "proxy_");

    /** Whether an option is one of an object store. */
    static boolean isOption(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.equals("timeout") || OPTIONS.stream().anyMatch(lower::startsWith);
    }

    /** Whether a location is a URL, as {@code s3://bucket/db}, and no path. */
    static boolean isUrl(String location) {
        int colon = location.indexOf("://");
        return colon > 1 && location.substring(0, colon).matches("[A-Za-z][A-Za-z0-9+.-]*");
    }

    /** A whole content. */
    byte[] read(String name);

    /** Writes a new content. */
    void write(String name, byte[] content);

    /** Removes a content, or a file of a table, if it is there. */
    void delete(String name);

    /** The number of the newest entry of a log; -1 when there is none. */
    long newest(String log);

    /** An entry of a log. */
    byte[] read(String log, long number);

    /**
     * Adds an entry behind the newest one. When it throws, the entry may be there or not.
     *
     * @return whether it is there from now on: false, and nothing has changed, when there is one of that number, or none of the number before
     */
    boolean add(String log, long number, byte[] content);

    @Override
    void close();
}
