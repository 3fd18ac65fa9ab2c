package io.grism.exec.storage.durable;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The folder that a database lies in. Names are relative, with slashes. Thread-safe. Errors are GrismExceptions with the name: IO_ERROR, FILE_NOT_FOUND for a file that is not there.
 */
interface Folder {
    /** Keeps the writers of other processes out until closed. */
    interface Lock extends AutoCloseable {
        /** Whether the writer before this one ended without having closed its lock. */
        boolean isAbandoned();

        @Override
        void close();
    }

    /** The path or URL of the folder. */
    String location();

    /** The path or URL of a file or folder inside. */
    String locationOf(String name);

    /** Whether files can be listed, locked and checked, and tables can be datasets that other programs open. */
    default boolean isLocal() {
        return true;
    }

    /** Where indexes of so many bytes, or more, can be kept beside the files of the database; null for nowhere. */
    default @Nullable DerivedFolder derived(long leastBytes) {
        return null;
    }

    /** Whether the folder itself exists. */
    boolean exists();

    /** Makes the folder itself. */
    void create();

    /** Whether files can be written. */
    boolean isWritable();

    /** A whole file. */
    byte[] read(String name);

    /** The bytes of a file; -1 when there is none. */
    long size(String name);

    /** The CRC32C of a file. */
    int checksum(String name);

    /** Names of all files below a folder, as {@code folder/…}; none when there is no such folder. The empty name is the database's own folder, and only its own entries are told. */
    List<String> list(String folder);

    /** Writes a new file. It may be lost in a crash of the machine before {@link #sync}. */
    void write(String name, byte[] content);

    /** Puts a whole file in place, that outlasts a crash from then on, unless there is one of that name: then the result is false. */
    boolean put(String name, byte[] content);

    /** Puts a whole file, that outlasts a crash from then on, in place of the one that is there. */
    void replace(String name, byte[] content);

    /** The same for a file that does no harm when it is an older one, or an empty one, after a crash of the machine. */
    void note(String name, byte[] content);

    /** Makes files outlast a crash, with the folders they are in. */
    void sync(List<String> names);

    /** Removes a file if it is there. */
    void delete(String name);

    /** Removes a folder, if it is empty, and those below that are. */
    void deleteEmptyFolders(String folder);

    /** Makes deletions of files in a folder outlast a crash. */
    void syncFolder(String folder);

    /**
     * Takes the write lock of all processes.
     *
     * @return null when another one holds it all the time
     */
    @Nullable
    Lock lock(Duration patience);

    /** Ends the use of the folder. */
    default void close() {}
}
