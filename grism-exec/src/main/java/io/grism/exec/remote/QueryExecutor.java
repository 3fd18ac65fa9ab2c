package io.grism.exec.remote;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one executor knows of a query. Of the query's thread. */
final class QueryExecutor {
    final PooledExecutor executor;
    /** Blocks that it was fed for all of its tasks. */
    final Set<Fed> fedToAll = new HashSet<>();

    boolean isLost;

    /** Of the last stage, the task whose rows it makes. */
    @Nullable
    RemoteTask streaming;

    private final List<Runnable> waiting = new ArrayList<>();
    private final Set<String> missing = new HashSet<>();
    private boolean isOpen;

    /** A block, of one attempt of a task. */
    record Fed(RemoteTask maker, int attempt, int number) {}

    QueryExecutor(PooledExecutor executor) {
        this.executor = executor;
    }

    /** Does something when it knows the query and has its tables. */
    void whenReady(Runnable then) {
        waiting.add(then);
        check();
    }

    void opened(List<String> missingTables) {
        isOpen = true;
        missing.addAll(missingTables);
        check();
    }

    void has(String table) {
        missing.remove(table);
        check();
    }

    /** The tables that it misses, once it knows the query. */
    Set<String> missing() {
        return missing;
    }

    private void check() {
        if (isOpen && missing.isEmpty()) {
            List<Runnable> ready = List.copyOf(waiting);
            waiting.clear();
            ready.forEach(Runnable::run);
        }
    }
}
