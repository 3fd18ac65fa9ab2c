package io.grism.calcite.query;

import io.grism.calcite.catalog.VersionName;
import io.grism.calcite.catalog.VersionedSnapshot;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.History;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.Store;
import java.time.Instant;
import java.time.ZoneId;

/** The versions of a database, as a session names them. */
final class Versions {
    private final Store store;
    private final Settings settings;

    Versions(Store store, Settings settings) {
        this.store = store;
        this.settings = settings;
    }

    /** All of them; NOT_SUPPORTED when the database keeps none. */
    History history() {
        History history = store.history();
        if (history == null) {
            throw new GrismException(
                    ErrorCode.NOT_SUPPORTED,
                    "Cannot use versions: a database in memory keeps no versions. Open a database in a folder:"
                            + " jdbc:grism:/path");
        }
        return history;
    }

    /** In what time zone times are. */
    ZoneId zone() {
        return settings.timeZone().toZoneId();
    }

    /** A version, for the caller to close; {@code now} is when the statement started. */
    Snapshot open(VersionName version, Instant now) {
        return version.open(history(), zone(), now);
    }

    /** What a statement sees that reads a snapshot, and versions that it names; takes the snapshot over. */
    VersionedSnapshot view(Snapshot own, Instant now) {
        return new VersionedSnapshot(own, version -> open(version, now));
    }
}
