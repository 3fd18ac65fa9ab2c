package io.grism.exec.storage;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The versions that a store keeps. Thread-safe. */
public interface History {
    /**
     * A committed version.
     *
     * @param number grows with each commit
     * @param time when it was committed; never before that of an earlier one
     * @param changes what it did, for people: "INSERT main.person"
     * @param tags its names, in order
     */
    record Version(long number, Instant time, String changes, List<String> tags) {
        public Version {
            tags = List.copyOf(tags);
        }
    }

    /**
     * What {@link #vacuum} did.
     *
     * @param versions how many versions are gone
     * @param files how many files
     * @param bytes how many bytes those had
     */
    record Vacuumed(int versions, int files, long bytes) {}

    /** All versions kept, oldest first. */
    List<Version> versions();

    /**
     * A version, held until closed.
     *
     * @throws io.grism.exec.error.GrismException UNKNOWN_VERSION when there is none, or it is gone
     */
    Snapshot snapshot(long number);

    /**
     * The newest version that was committed at a time or before it, held until closed.
     *
     * @throws io.grism.exec.error.GrismException UNKNOWN_VERSION when all versions kept are younger
     */
    Snapshot snapshot(Instant time);

    /**
     * The version with a tag, held until closed.
     *
     * @throws io.grism.exec.error.GrismException UNKNOWN_VERSION
     */
    Snapshot snapshot(String tag);

    /**
     * Names a version; it is kept as long as it has a name.
     *
     * @throws io.grism.exec.error.GrismException OBJECT_EXISTS, UNKNOWN_VERSION
     */
    void tag(String tag, long number);

    /**
     * Takes a name away.
     *
     * @throws io.grism.exec.error.GrismException UNKNOWN_VERSION
     */
    void untag(String tag);

    /**
     * Makes a new version with all that an older one has.
     *
     * @return its number
     * @throws io.grism.exec.error.GrismException UNKNOWN_VERSION, WRITE_CONFLICT
     */
    long restore(long number);

    /**
     * Removes the versions committed before a time, but no tagged one, none in use by this process and never the newest, and all files that no version kept has.
     *
     * @throws io.grism.exec.error.GrismException WRITE_CONFLICT when another write does not end
     */
    Vacuumed vacuum(Instant before);

    /**
     * Writes tables anew in few large files; a new version, with the same rows in the same order.
     *
     * @param table which one; null for all
     * @return how many files were replaced
     * @throws io.grism.exec.error.GrismException UNKNOWN_TABLE, WRITE_CONFLICT
     */
    int optimize(@Nullable ObjectName table);
}
