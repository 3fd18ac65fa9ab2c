package io.grism.exec.storage.durable;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.util.Map;

/** A file format that the tables of a database can have; found by {@link java.util.ServiceLoader}. Thread-safe. */
public interface TableFormat {
    /** Lower case, as it stands in the database: "lance". */
    String name();

    /**
     * Makes ready to read and write.
     *
     * @param options of the database: those of its object store, the bytes that caches may take
     */
    TableFiles open(Map<String, String> options);

    /**
     * What an object store keeps of a database besides the files of tables.
     *
     * @param location a URL without a slash at its end
     * @param options of the object store
     * @throws GrismException NOT_SUPPORTED when the format has no way to object stores, or not to this one
     */
    default ObjectFiles objects(String location, Map<String, String> options) {
        throw new GrismException(
                ErrorCode.NOT_SUPPORTED,
                "Cannot open " + location + ": tables of the format " + name()
                        + " cannot lie in an object store. Use a folder");
    }
}
