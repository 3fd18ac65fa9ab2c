package io.grism.calcite.query;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.Store;
import io.grism.exec.storage.WriteTransaction;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the statements of a session see, and where their changes go. Outside of a transaction each statement sees the newest version, and its changes are committed at its end. A transaction sees the version that
 * was the newest at its first query or change, and its own changes; the store's writer is taken at the first of these. A statement that fails leaves nothing behind in the transaction, which goes on; after a
 * conflict with another one, it can only be rolled back. Single-threaded.
 */
final class Transactions {
    private static final String START = "Begin one with START TRANSACTION";

    private final Store store;
    private final Settings settings;
    private boolean autoCommit = true;
    private Access access = Access.READ_WRITE;
    private @Nullable OpenTransaction open;

    Transactions(Store store, Settings settings) {
        this.store = store;
        this.settings = settings;
    }

    /** What statements may do. */
    enum Access {
        READ_ONLY,
        READ_WRITE
    }

    /** What a statement is prepared with; the caller closes it. It does not fix what the transaction sees. */
    Snapshot snapshot() {
        OpenTransaction transaction = open;
        Snapshot view = transaction == null ? null : transaction.view();
        return view == null ? store.snapshot() : new SharedSnapshot(view);
    }

    /** What a statement sees that runs; it stays readable until the run is closed, also when the transaction ends before. */
    Snapshot snapshot(Run run) {
        OpenTransaction transaction = current();
        if (transaction == null) {
            return run.keep(store.snapshot());
        }
        transaction.checkUsable();
        PinnedSnapshot pinned = transaction.pin();
        run.keep(pinned.share());
        Snapshot view = transaction.view();
        return view == null ? pinned.version() : view;
    }

    /** Makes changes: all of them, or none. */
    Command.Result change(Run run, StatementContext.Change change) {
        OpenTransaction transaction = current();
        if (transaction != null) {
            return transaction.change(run, change);
        }
        checkWritable(access);
        try (WriteTransaction single = run.await(patience(), store::begin)) {
            Command.Result result = change.apply(single);
            single.commit();
            return result;
        }
    }

    /** Fails when the session may not write. */
    void requireWritable() {
        checkWritable(access);
    }

    private static void checkWritable(Access access) {
        if (access == Access.READ_ONLY) {
            throw new GrismException(
                    ErrorCode.INVALID_TRANSACTION_STATE, "Cannot change the database: the transaction is read-only.");
        }
    }

    private Duration patience() {
        return settings.lockTimeout();
    }

    /** The transaction that a statement runs in; without auto-commit one begins. */
    private @Nullable OpenTransaction current() {
        OpenTransaction transaction = open;
        if (transaction == null && !autoCommit) {
            transaction = new OpenTransaction(access);
            open = transaction;
        }
        return transaction;
    }

    /** Whether a transaction of several statements is open. */
    boolean isOpen() {
        return open != null;
    }

    /** Fails when a transaction is open that can only be rolled back. */
    void checkUsable() {
        OpenTransaction transaction = open;
        if (transaction != null) {
            transaction.checkUsable();
        }
    }

    /** Fails when a transaction is open. */
    void requireNone(String what) {
        if (open != null) {
            throw new GrismException(
                    ErrorCode.INVALID_TRANSACTION_STATE,
                    "Cannot " + what + ": a transaction is open. End it with COMMIT or ROLLBACK first.");
        }
    }

    /** Begins one; {@code wanted} null means what the session may do. */
    void start(@Nullable Access wanted) {
        requireNone("start a transaction");
        open = new OpenTransaction(wanted == null ? access : wanted);
    }

    void commit() {
        OpenTransaction transaction = end("commit");
        if (transaction != null) {
            try (transaction) {
                transaction.commit();
            }
        }
    }

    void rollBack() {
        OpenTransaction transaction = end("roll back");
        if (transaction != null) {
            transaction.close();
        }
    }

    private @Nullable OpenTransaction end(String verb) {
        OpenTransaction transaction = open;
        open = null;
        if (transaction == null && autoCommit) {
            throw new GrismException(
                    ErrorCode.INVALID_TRANSACTION_STATE,
                    "Cannot " + verb + ": no transaction is open. " + START
                            + "; outside of one each statement is committed by itself.");
        }
        return transaction;
    }

    boolean isAutoCommit() {
        return autoCommit;
    }

    /** A change of it commits the transaction that is open. */
    void setAutoCommit(boolean wanted) {
        if (wanted == autoCommit) {
            return;
        }
        if (open != null) {
            commit();
        }
        autoCommit = wanted;
    }

    Access access() {
        return access;
    }

    void setAccess(Access wanted) {
        requireNone("change between read-only and read-write");
        access = wanted;
    }

    /** Rolls back what is open. */
    void close() {
        OpenTransaction transaction = open;
        open = null;
        if (transaction != null) {
            transaction.close();
        }
    }

    /** A transaction of several statements. */
    private final class OpenTransaction implements AutoCloseable {
        private final Access allowed;
        private @Nullable PinnedSnapshot pinned;
        private @Nullable WriteTransaction write;
        private @Nullable GrismException conflict;

        OpenTransaction(Access allowed) {
            this.allowed = allowed;
        }

        /** What it sees; null when that is not fixed yet. */
        @Nullable
        Snapshot view() {
            if (write != null) {
                return write.view();
            }
            return pinned == null ? null : pinned.version();
        }

        PinnedSnapshot pin() {
            PinnedSnapshot known = pinned;
            if (known == null) {
                known = new PinnedSnapshot(store.snapshot());
                pinned = known;
            }
            return known;
        }

        void checkUsable() {
            if (conflict != null) {
                throw new GrismException(
                        ErrorCode.INVALID_TRANSACTION_STATE,
                        "Cannot go on with the transaction: it is in conflict with another one. Roll it back with ROLLBACK and run it again.",
                        conflict);
            }
        }

        Command.Result change(Run run, StatementContext.Change change) {
            checkUsable();
            checkWritable(allowed);
            try {
                WriteTransaction transaction = write(run);
                WriteTransaction.Mark before = transaction.mark();
                try {
                    return change.apply(transaction);
                } catch (Throwable e) {
                    undo(transaction, before, e);
                    throw e;
                }
            } catch (GrismException e) {
                if (e.code() == ErrorCode.WRITE_CONFLICT) {
                    conflict = e;
                    endWrite();
                }
                throw e;
            }
        }

        private void undo(WriteTransaction transaction, WriteTransaction.Mark before, Throwable cause) {
            try {
                transaction.rollBackTo(before);
            } catch (RuntimeException e) {
                cause.addSuppressed(e);
            }
        }

        private WriteTransaction write(Run run) {
            WriteTransaction known = write;
            if (known == null) {
                PinnedSnapshot seen = pinned;
                known = run.await(
                        patience(), time -> seen == null ? store.begin(time) : store.begin(seen.version(), time));
                write = known;
                pin(); // nobody else commits now: what begin() has found newest still is
            }
            return known;
        }

        void commit() {
            if (conflict != null) {
                throw new GrismException(
                        ErrorCode.WRITE_CONFLICT,
                        "Cannot commit: the transaction was in conflict with another one. It is rolled back; run it again.",
                        conflict);
            }
            if (write != null) {
                write.commit();
            }
        }

        private void endWrite() {
            WriteTransaction transaction = write;
            write = null;
            if (transaction != null) {
                transaction.close();
            }
        }

        @Override
        public void close() {
            try {
                endWrite();
            } finally {
                PinnedSnapshot seen = pinned;
                pinned = null;
                if (seen != null) {
                    seen.close();
                }
            }
        }
    }
}
