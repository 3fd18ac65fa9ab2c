package io.grism.calcite.query;

import io.grism.exec.remote.Cluster;
import io.grism.exec.remote.ClusterProvider;
import io.grism.exec.remote.RemoteRuntime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The clusters that sessions of this process use: one connection for equal settings, which is closed some time after the last session has let go of it. Thread-safe. */
final class Clusters {
    /** Executors stay warm for a session that comes soon. */
    private static final int IDLE_SECONDS = 30;

    private static final Map<String, ClusterProvider> PROVIDERS = load();
    private static final Map<Target, Connection> OPEN = new HashMap<>();

    private static final ScheduledThreadPoolExecutor CLOSER = new ScheduledThreadPoolExecutor(1, work -> {
        Thread thread = new Thread(work, "grism-cluster-closer");
        thread.setDaemon(true);
        return thread;
    });

    private Clusters() {}

    /** A cluster as settings tell it. */
    record Target(String provider, Map<String, String> options) {}

    private static final class Connection {
        final RemoteRuntime runtime;
        int users;
        /** Grows with each user, so that a cluster is not closed for one who has left before another came. */
        int visits;

        Connection(RemoteRuntime runtime) {
            this.runtime = runtime;
        }
    }

    /** A session's hold on a cluster. */
    static final class Lease implements AutoCloseable {
        private final Target target;
        private @Nullable Connection connection;

        private Lease(Target target, Connection connection) {
            this.target = target;
            this.connection = connection;
        }

        Target target() {
            return target;
        }

        /** The runtime, or null when it is of no use any more. */
        @Nullable
        RemoteRuntime runtime() {
            Connection held = connection;
            return held == null || held.runtime.isBroken() ? null : held.runtime;
        }

        @Override
        public void close() {
            Connection held = connection;
            connection = null;
            if (held != null) {
                release(target, held);
            }
        }
    }

    private static Map<String, ClusterProvider> load() {
        Map<String, ClusterProvider> all = new TreeMap<>();
        for (ClusterProvider provider : ServiceLoader.load(ClusterProvider.class, Clusters.class.getClassLoader())) {
            all.put(provider.name(), provider);
        }
        return all;
    }

    /** The kinds of clusters on the class path, by the names that the setting {@code runtime} knows them by. */
    static Collection<ClusterProvider> providers() {
        return PROVIDERS.values();
    }

    static boolean exists(String provider) {
        return PROVIDERS.containsKey(provider);
    }

    /** Connects to a cluster, or joins those who are. */
    static synchronized Lease lease(Target target) {
        Connection known = OPEN.get(target);
        if (known != null && known.runtime.isBroken()) {
            OPEN.remove(target);
            if (known.users == 0) {
                known.runtime.close();
            }
            known = null;
        }
        if (known == null) {
            known = new Connection(connect(target));
            OPEN.put(target, known);
        }
        known.users++;
        known.visits++;
        return new Lease(target, known);
    }

    private static RemoteRuntime connect(Target target) {
        ClusterProvider provider = PROVIDERS.get(target.provider());
        if (provider == null) {
            throw new IllegalStateException("no cluster: " + target.provider());
        }
        Cluster cluster = provider.connect(target.options());
        try {
            return new RemoteRuntime(cluster);
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private static synchronized void release(Target target, Connection connection) {
        connection.users--;
        if (connection.users > 0) {
            return;
        }
        if (OPEN.get(target) != connection) {
            connection.runtime.close();
            return;
        }
        int visits = connection.visits;
        var unused = CLOSER.schedule(() -> close(target, connection, visits), IDLE_SECONDS, TimeUnit.SECONDS);
    }

    private static synchronized void close(Target target, Connection connection, int visits) {
        if (connection.visits == visits && OPEN.remove(target, connection)) {
            connection.runtime.close();
        }
    }
}
