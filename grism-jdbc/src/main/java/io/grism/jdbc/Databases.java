package io.grism.jdbc;

import io.grism.api.Grism;
import io.grism.api.GrismConnection;
import io.grism.api.GrismDatabase;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** The databases that connections are made to. One in memory that has a name is shared, and closes with its last connection. */
final class Databases {
    private static final Map<String, Shared> SHARED = new HashMap<>();

    private Databases() {}

    /** A session, and what to close after it. */
    record Lease(GrismConnection session, Runnable release) {}

    private static final class Shared {
        final GrismDatabase database = Grism.open();
        int connections;
    }

    static Lease connect(JdbcUrl url) {
        String location = url.location();
        if (location != null) {
            Map<String, String> options = new HashMap<>();
            for (String name : url.settings().stringPropertyNames()) {
                if (url.isOfDatabase(name)) {
                    options.put(name, url.settings().getProperty(name));
                }
            }
            GrismDatabase database = Grism.open(location, options);
            return session(database, database::close, url);
        }
        String name = url.name();
        if (name == null) {
            GrismDatabase database = Grism.open();
            return session(database, database::close, url);
        }
        synchronized (SHARED) {
            Shared shared = SHARED.computeIfAbsent(name, n -> new Shared());
            shared.connections++;
            return session(shared.database, () -> release(name, shared), url);
        }
    }

    private static Lease session(GrismDatabase database, Runnable release, JdbcUrl url) {
        Properties settings = url.settings();
        GrismConnection session = null;
        try {
            session = database.connect();
            for (String name : settings.stringPropertyNames()) {
                if (name.equals("schema")) {
                    session.setCurrentSchema(settings.getProperty(name));
                } else if (!name.equals("user") && !name.equals("password") && !url.isOfDatabase(name)) {
                    session.set(name, settings.getProperty(name));
                }
            }
            return new Lease(session, release);
        } catch (RuntimeException e) {
            if (session != null) {
                session.close();
            }
            release.run();
            throw e;
        }
    }

    private static void release(String name, Shared shared) {
        synchronized (SHARED) {
            if (--shared.connections == 0) {
                SHARED.remove(name);
                shared.database.close();
            }
        }
    }
}
