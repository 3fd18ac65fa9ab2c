package io.grism.exec.storage.durable;

import java.util.Map;

/** A file format that the tables of a database in a folder can have; found by {@link java.util.ServiceLoader}. Thread-safe. */
public interface TableFormat {
    /** Lower case, as it stands in the database: "lance". */
    String name();

    /**
     * Makes ready to read and write.
     *
     * @param options of the database: those of its object store, the bytes that caches may take
     */
    TableFiles open(Map<String, String> options);
}
