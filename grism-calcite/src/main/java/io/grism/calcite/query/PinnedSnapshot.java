package io.grism.calcite.query;

import io.grism.exec.storage.Snapshot;

/** A version that a transaction and the results read in it share; it is closed with the last of these. Single-threaded. */
final class PinnedSnapshot implements AutoCloseable {
    private final Snapshot version;
    private int users = 1;

    /** Takes over the snapshot. */
    PinnedSnapshot(Snapshot version) {
        this.version = version;
    }

    Snapshot version() {
        return version;
    }

    /** One user more, until it is closed. */
    Run.Kept share() {
        users++;
        return new Share();
    }

    private final class Share implements Run.Kept {
        private boolean closed;

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                PinnedSnapshot.this.close();
            }
        }
    }

    @Override
    public void close() {
        if (--users == 0) {
            version.close();
        }
    }
}
