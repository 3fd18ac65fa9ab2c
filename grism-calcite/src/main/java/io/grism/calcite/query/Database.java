package io.grism.calcite.query;

import io.grism.api.GrismConnection;
import io.grism.api.GrismDatabase;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.Store;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A store and the sessions on it. */
public final class Database implements GrismDatabase {
    private final Store store;
    private final Map<String, String> options;
    private final Runnable release;
    private final Set<Session> sessions = new HashSet<>();
    private boolean closed;

    /** A database that owns its store; the options are settings that its sessions start with. */
    public Database(Store store, Map<String, String> options) {
        this(store, options, store::close);
    }

    /** @param release what to do with the store when the database is closed */
    Database(Store store, Map<String, String> options, Runnable release) {
        this.store = store;
        this.options = Map.copyOf(options);
        this.release = release;
        Settings.check(this.options);
    }

    @Override
    public synchronized GrismConnection connect() {
        if (closed) {
            throw new GrismException(ErrorCode.CONNECTION_CLOSED, "Cannot connect: the database is closed.");
        }
        Settings settings = new Settings();
        options.forEach(settings::set);
        Session session = new Session(this, store, settings);
        sessions.add(session);
        return session;
    }

    synchronized void forget(Session session) {
        sessions.remove(session);
    }

    @Override
    public void close() {
        List<Session> open;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            open = new ArrayList<>(sessions);
        }
        open.forEach(Session::close);
        release.run();
    }
}
