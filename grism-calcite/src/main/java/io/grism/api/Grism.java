package io.grism.api;

import io.grism.calcite.query.Databases;
import java.nio.file.Path;
import java.util.Map;

/** Where a program starts: opens databases. */
public final class Grism {
    private Grism() {}

    /** A new, empty database in memory. */
    public static GrismDatabase open() {
        return open(Map.of());
    }

    /**
     * A new, empty database in memory.
     *
     * @param options settings that its connections start with: threads, memory, batch.rows, timezone, …
     * @throws io.grism.exec.error.GrismException INVALID_OPTION
     */
    public static GrismDatabase open(Map<String, String> options) {
        return Databases.inMemory(options);
    }

    /**
     * The database in a folder. Where the folder is missing or empty, a new database is made. All that this process opens on one folder share its data; other processes may have it open, too. The folder stays
     * when the database is closed, with all that was committed.
     *
     * @throws io.grism.exec.error.GrismException NOT_SUPPORTED without grism-lance on the class path; what else opening a database says
     */
    public static GrismDatabase open(Path folder) {
        return open(folder, Map.of());
    }

    /**
     * The database in a folder, with options.
     *
     * @param options settings that its connections start with, as for a database in memory; {@code cache}, the bytes that pages of its tables may take in memory, such as 2GB, a quarter of the heap
     *     if it is not given; {@code create=false}, which opens a database that is there and makes none
     * @throws io.grism.exec.error.GrismException INVALID_OPTION; NOT_SUPPORTED without grism-lance on the class path; what else opening a database says
     */
    public static GrismDatabase open(Path folder, Map<String, String> options) {
        return Databases.inFolder(folder, options);
    }

    /**
     * The database at a URL of an object store, as {@code s3://bucket/name}, or in a folder, as {@code /path/to/folder}.
     *
     * @param options as for a database in a folder; for an object store those of it besides, which are handed to Lance: aws_region, aws_access_key_id, aws_endpoint and so on, see docs/storage.md
     * @throws io.grism.exec.error.GrismException INVALID_OPTION; NOT_SUPPORTED without grism-lance on the class path, or for a URL of something else; what else opening a database says
     */
    public static GrismDatabase open(String location, Map<String, String> options) {
        return location.contains("://")
                ? Databases.inObjectStore(location, options)
                : Databases.inFolder(Path.of(location), options);
    }
}
