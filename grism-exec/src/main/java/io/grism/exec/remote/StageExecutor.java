package io.grism.exec.remote;

import io.grism.exec.batch.ArrowAccess;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.operator.Closing;
import io.grism.exec.remote.Requests.Cancel;
import io.grism.exec.remote.Requests.Close;
import io.grism.exec.remote.Requests.Done;
import io.grism.exec.remote.Requests.Feed;
import io.grism.exec.remote.Requests.Forget;
import io.grism.exec.remote.Requests.Next;
import io.grism.exec.remote.Requests.Open;
import io.grism.exec.remote.Requests.Opened;
import io.grism.exec.remote.Requests.Ping;
import io.grism.exec.remote.Requests.Request;
import io.grism.exec.remote.Requests.Run;
import io.grism.exec.remote.Requests.Spread;
import io.grism.exec.remote.Requests.Status;
import io.grism.exec.remote.Requests.Stream;
import io.grism.exec.remote.Requests.Table;
import io.grism.exec.remote.Requests.Take;
import io.grism.exec.storage.durable.StoredTables;
import io.grism.exec.storage.durable.TableFormat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks of stages in a process of its own, for drivers elsewhere: one object a process. It is told what to do by frames and answers with frames, never with an exception; nothing in its signatures is but of the JDK.
 *
 * <p>{@link #call} is for one thread at a time; {@link #control} may be called beside it.
 */
public final class StageExecutor implements AutoCloseable {
    private static final int CANCELLED_NAMES = 256;

    /** Made in advance, for when there is no memory to make it. */
    private static final byte[] OUT_OF_MEMORY = Requests.error(
            new GrismException(
                    ErrorCode.OUT_OF_MEMORY, "Cannot run a task: the executor's JVM has no memory left. Give it more"),
            "");

    private final BufferAllocator allocator;
    private final ExecutorTables tables;
    private final Map<String, ExecutorQuery> queries = new ConcurrentHashMap<>();

    /** Queries that were cancelled before they were opened here. */
    private final Set<String> cancelled =
            Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<String, Boolean>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                    return size() > CANCELLED_NAMES;
                }
            }));

    private volatile @Nullable TaskProgress running;

    /** An executor that keeps tables of other queries in up to a third of the heap. */
    public StageExecutor() {
        this(Runtime.getRuntime().maxMemory() / 3, null);
    }

    /** An executor that keeps so many bytes of tables of other queries, and reads tables of these formats where they lie; null for those that are installed. */
    StageExecutor(long tableBytes, @Nullable List<TableFormat> formats) {
        ArrowAccess.ensureOpen();
        this.allocator = new RootAllocator();
        this.tables = new ExecutorTables(
                tableBytes, new StoredTables(Runtime.getRuntime().maxMemory() / 8, formats));
    }

    /**
     * Does what a request says.
     *
     * @param block the rows that come with it; read during the call only, and never written
     */
    public byte[] call(byte[] request, @Nullable ByteBuffer block) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(StageExecutor.class.getClassLoader());
        try {
            return answer(Requests.read(request), block);
        } catch (Throwable e) {
            return error(e);
        } finally {
            running = null;
            thread.setContextClassLoader(before);
        }
    }

    /** Does at once what a control request says: {@link Cancel}, {@link Close}, {@link Ping}. */
    public byte[] control(byte[] request) {
        try {
            Request read = Requests.read(request);
            if (read instanceof Ping) {
                return Requests.done(status());
            } else if (read instanceof Cancel cancel) {
                cancel(cancel.query());
            } else if (read instanceof Close close) {
                cancel(close.query());
            } else {
                throw new IllegalArgumentException(
                        "no control request: " + read.getClass().getSimpleName());
            }
            return Requests.done(new Done());
        } catch (Throwable e) {
            return error(e);
        }
    }

    private void cancel(String name) {
        cancelled.add(name);
        ExecutorQuery query = queries.get(name);
        if (query != null) {
            query.cancel();
        }
    }

    private Status status() {
        long memory = tables.bytes();
        for (ExecutorQuery query : queries.values()) {
            memory += query.heldBytes();
        }
        TaskProgress task = running;
        return task == null ? new Status(null, -1, -1, 0, 0, memory) : task.status(memory);
    }

    private byte[] answer(Request request, @Nullable ByteBuffer block) {
        if (request instanceof Open open) {
            return Requests.done(open(open));
        } else if (request instanceof Table table) {
            ExecutorQuery query = query(table.query());
            query.tables().take(table, rows(block));
            trim();
        } else if (request instanceof Feed feed) {
            query(feed.query()).feed(feed, rows(block));
        } else if (request instanceof Run run) {
            return Requests.done(query(run.query()).run(run, progress(run.query(), run.stage(), run.partition())));
        } else if (request instanceof Spread spread) {
            return Requests.done(query(spread.query()).spread(spread));
        } else if (request instanceof Take take) {
            return query(take.query()).take(take);
        } else if (request instanceof Stream stream) {
            query(stream.query()).stream(stream, progress(stream.query(), stream.stage(), stream.partition()));
        } else if (request instanceof Next next) {
            ExecutorQuery query = query(next.query());
            running = query.streamed();
            return query.next(next);
        } else if (request instanceof Forget forget) {
            query(forget.query()).forget(forget.stage());
        } else if (request instanceof Close close) {
            close(close.query());
        } else if (request instanceof Ping) {
            return Requests.done(status());
        } else {
            throw new IllegalArgumentException(
                    "a control request: " + request.getClass().getSimpleName());
        }
        return Requests.done(new Done());
    }

    private TaskProgress progress(String query, int stage, int partition) {
        TaskProgress progress = new TaskProgress(query, stage, partition);
        running = progress;
        return progress;
    }

    private Opened open(Open open) {
        closeQuery(open.query());
        ExecutorQuery query = new ExecutorQuery(open, tables, allocator);
        queries.put(open.query(), query);
        if (cancelled.contains(open.query())) {
            query.cancel();
        }
        return new Opened(query.tables().missing());
    }

    private ExecutorQuery query(String name) {
        ExecutorQuery query = queries.get(name);
        if (query == null) {
            throw new GrismException(
                    ErrorCode.INTERNAL, "Cannot run a part of query " + name + ": it is not open here");
        }
        return query;
    }

    private static ByteBuffer rows(@Nullable ByteBuffer block) {
        if (block == null) {
            throw new IllegalArgumentException("no block");
        }
        ByteBuffer rows = Requests.rows(block);
        if (rows == null) {
            throw new IllegalArgumentException("a block without rows");
        }
        return rows;
    }

    private void close(String name) {
        cancelled.remove(name);
        closeQuery(name);
        trim();
    }

    private void closeQuery(String name) {
        ExecutorQuery query = queries.remove(name);
        if (query != null) {
            query.close();
        }
    }

    private void trim() {
        tables.trim(
                queries.values().stream().map(query -> query.tables().keys()).toList());
    }

    private static byte[] error(Throwable e) {
        try {
            GrismException error = ExecutorErrors.of(e);
            return Requests.error(error, ExecutorErrors.detail(e));
        } catch (Throwable again) {
            return OUT_OF_MEMORY;
        }
    }

    /** Drops everything. */
    @Override
    public void close() {
        List<AutoCloseable> all = new ArrayList<>(queries.values());
        queries.clear();
        all.add(tables);
        all.add(allocator);
        Closing.closeAll(all);
    }
}
