package io.grism.exec.storage;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Where a store keeps what was made of its tables and can be made again: indexes. Each is known by its name and by the version of a table that it was made of. Anything may be gone at any time. Thread-safe.
 */
public interface DerivedFiles {
    /** Writes one of them. */
    interface Writing {
        void to(DerivedOutput out) throws IOException;
    }

    /** Reads one of them; null when it is not what was looked for. What it returns is used only if all of the file has been read and is as it was written. */
    interface Reading<T> {
        @Nullable
        T from(DerivedInput in) throws IOException;
    }

    /** Whether so many bytes are worth a file: it takes longer to make them than to read them. */
    boolean isWorth(long bytes);

    /** Whether something made of a version is here. */
    boolean has(long version);

    /** What was kept; null when there is none, or it is damaged, and then it is removed. */
    <T> @Nullable T read(String name, long version, Reading<T> reading);

    /** Keeps something, in the place of what has its name and version, and removes what was made of versions long before. Returns whether it is kept now: it is not where that cannot be done. */
    boolean write(String name, long version, Writing writing);
}
