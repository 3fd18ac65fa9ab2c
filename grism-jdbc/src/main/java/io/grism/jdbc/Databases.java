package io.grism.jdbc;

import io.grism.api.Grism;
import io.grism.api.GrismConnection;
import io.grism.api.GrismDatabase;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

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
        Path folder = url.folder();
        if (folder != null) {
            Map<String, String> options = new HashMap<>();
            JdbcUrl.OF_FOLDERS.forEach(name -> {
                @Nullable String value = url.settings().getProperty(name);
                if (value != null) {
                    options.put(name, value);
                }
            });
            GrismDatabase database = Grism.open(folder, options);
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
                } else if (!name.equals("user")
                        && !name.equals("password")
                        && !(url.folder() != null && JdbcUrl.OF_FOLDERS.contains(name))) {
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
