package io.grism.exec.remote;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.MemoryBudget;
import io.grism.exec.codec.RowBlock;
import io.grism.exec.column.RowBuffer;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.local.CancelToken;
import io.grism.exec.local.QueryContext;
import io.grism.exec.local.StageRunner;
import io.grism.exec.operator.Closing;
import io.grism.exec.operator.Operator;
import io.grism.exec.operator.Share;
import io.grism.exec.plan.Partitioning;
import io.grism.exec.plan.PlanNode.StageInputNode;
import io.grism.exec.remote.Requests.Fed;
import io.grism.exec.remote.Requests.Feed;
import io.grism.exec.remote.Requests.NodeCount;
import io.grism.exec.remote.Requests.Open;
import io.grism.exec.remote.Requests.Ran;
import io.grism.exec.remote.Requests.Run;
import io.grism.exec.remote.Requests.Spread;
import io.grism.exec.remote.Requests.Stream;
import io.grism.exec.stage.ExchangeSender;
import io.grism.exec.stage.ExchangeSource;
import io.grism.exec.stage.ExecutionStage;
import io.grism.exec.stage.StageOutput;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.task.TaskMetrics;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** A query on an executor: what has been fed to it, and what its tasks have made. One thread at a time, but for {@link #cancel()} and {@link #heldBytes()}. */
final class ExecutorQuery implements AutoCloseable {
    private record TaskKey(int stage, int partition) {}

    /** Rows that wait for the borders of their ranges. */
    private record Unspread(ExchangeSender sender, Ran ran) {}

    private final Open open;
    private final QueryTables tables;
    private final BufferAllocator parent;
    private final CancelToken cancelToken = new CancelToken();
    private final Map<TaskKey, KeptRows> kept = new HashMap<>();
    private final Map<TaskKey, Unspread> unspread = new HashMap<>();
    private volatile @Nullable StageRunner runner;
    private @Nullable FedRows fed;
    private @Nullable StreamingTask streaming;

    ExecutorQuery(Open open, ExecutorTables cache, BufferAllocator allocator) {
        this.open = open;
        this.tables = new QueryTables(open.tables(), cache, allocator);
        this.parent = allocator;
    }

    QueryTables tables() {
        return tables;
    }

    /** Makes running work stop soon. */
    void cancel() {
        cancelToken.cancel();
    }

    /** Bytes held now, once in batches and once between them. */
    long heldBytes() {
        StageRunner current = runner;
        return current == null
                ? 0
                : current.memory().used() + current.allocator().getAllocatedMemory();
    }

    /** Made when the first rows come, since only then all tables are here. */
    private StageRunner runner() {
        StageRunner known = runner;
        if (known == null) {
            known = new StageRunner(context(tables.snapshot()));
            runner = known;
        }
        return known;
    }

    private QueryContext context(Snapshot snapshot) {
        return QueryContext.builder(parent, snapshot)
                .parameters(open.parameters())
                .threads(open.threads())
                .batchRows(open.batchRows())
                .memory(Math.min(open.memory(), Runtime.getRuntime().maxMemory() / 2))
                .cancelToken(cancelToken)
                .clock(Clock.fixed(Instant.ofEpochMilli(open.statementTime()), ZoneOffset.UTC))
                .timeZone(TimeZone.getTimeZone(open.timeZone()))
                .user(open.user())
                .batchSeed(open.batchSeed())
                .metrics(open.metrics() ? QueryContext.Metrics.ON : QueryContext.Metrics.OFF)
                .build();
    }

    private FedRows fed() {
        FedRows known = fed;
        if (known == null) {
            known = new FedRows(runner().memory());
            fed = known;
        }
        return known;
    }

    private ExecutionStage stage(int id) {
        return open.stages().get(id);
    }

    private ExecutionStage last() {
        return stage(open.stages().size() - 1);
    }

    /** Takes the rows of receivers out of a block. */
    void feed(Feed feed, ByteBuffer rows) {
        FedRows all = fed();
        StageRunner current = runner();
        Schema schema = stage(feed.stage()).plan().schema();
        RowBlock block = RowBlock.of(rows);
        for (int receiver : feed.receivers()) {
            current.checkCancelled();
            List<RowBuffer> buffers = new ArrayList<>();
            block.read(receiver, schema, current.allocator(), batch -> {
                RowBuffer buffer = new RowBuffer(schema);
                buffer.append(batch);
                buffers.add(buffer);
            });
            all.feed(feed.stage(), receiver, feed.sender(), feed.attempt(), feed.number(), buffers);
        }
    }

    /** Runs a task to its end and keeps what it sends. */
    Ran run(Run run, TaskProgress progress) {
        ExecutionStage stage = stage(run.stage());
        if (stage.id() == last().id()) {
            throw new GrismException(ErrorCode.INTERNAL, "Cannot keep the rows of the last stage: nothing reads them");
        }
        drop(new TaskKey(run.stage(), run.partition()));
        ExecutionStage reader = ExecutionStage.reader(open.stages(), stage.id());
        int receivers = reader.partitions(open.partitions());
        TaskMetrics metrics = runner().newMetrics();
        int node = reader.input(stage.id()).id();
        MemoryBudget memory = metrics == null ? runner().memory() : metrics.memory(node);
        ExchangeSender sender = new ExchangeSender(stage.plan().schema(), stage.output(), receivers, memory);
        try {
            long nanos = 0;
            try (Operator rows = start(stage, run.partition(), run.fed(), metrics)) {
                for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
                    long start = System.nanoTime();
                    progress.add(batch);
                    sender.accept(batch);
                    nanos += System.nanoTime() - start;
                }
            }
            if (metrics != null) {
                metrics.addNanos(node, nanos);
            }
        } catch (Throwable e) {
            Closing.closeAfter(e, sender);
            throw e;
        }
        dropInputs(stage, run.partition());
        return keep(
                stage, run.partition(), receivers, sender, new Ran(progress.rows(), List.of(), null, counts(metrics)));
    }

    /** A task that starts. Where what it sends goes to several partitions, one driver makes its rows, so that all attempts send the same. */
    private Operator start(ExecutionStage stage, int partition, List<Fed> expected, @Nullable TaskMetrics metrics) {
        Map<Integer, StageOutput> inputs = new HashMap<>();
        for (StageInputNode input : stage.inputs()) {
            ExecutionStage sender = stage(input.stage());
            int receiver = receiver(sender, partition);
            List<List<RowBuffer>> runs = fed().runs(input.stage(), receiver);
            check(stage, partition, input.stage(), runs, expected);
            Schema schema = sender.plan().schema();
            inputs.put(input.stage(), reading -> ExchangeSource.of(schema, runs, sender.order()));
        }
        boolean alone = stage.id() == last().id()
                || (ExecutionStage.reader(open.stages(), stage.id()).partitions(open.partitions()) == 1
                        && !(stage.output() instanceof Partitioning.Broadcast));
        Share share = new Share(partition, stage.partitions(open.partitions()));
        return runner().start(stage.plan(), share, alone ? open.threads() : 1, inputs, metrics);
    }

    private static int receiver(ExecutionStage sender, int partition) {
        return sender.output() instanceof Partitioning.Broadcast ? Requests.ALL : partition;
    }

    private static void check(
            ExecutionStage stage, int partition, int input, List<List<RowBuffer>> runs, List<Fed> expected) {
        long rows = 0;
        for (List<RowBuffer> run : runs) {
            rows += run.stream().mapToLong(RowBuffer::size).sum();
        }
        long wanted = expected.stream()
                .filter(fed -> fed.stage() == input)
                .mapToLong(Fed::rows)
                .sum();
        if (rows != wanted) {
            throw new GrismException(
                    ErrorCode.INTERNAL,
                    "Cannot run partition " + partition + " of stage " + stage.id() + ": it has " + rows
                            + " rows of stage " + input + ", not " + wanted);
        }
    }

    private void dropInputs(ExecutionStage stage, int partition) {
        for (StageInputNode input : stage.inputs()) {
            int receiver = receiver(stage(input.stage()), partition);
            if (receiver != Requests.ALL) {
                fed().drop(input.stage(), receiver);
            }
        }
    }

    private Ran keep(ExecutionStage stage, int partition, int receivers, ExchangeSender sender, Ran ran) {
        TaskKey key = new TaskKey(stage.id(), partition);
        if (ran.sample() == null && ExchangeSender.isSpreadLater(stage.output(), receivers)) {
            unspread.put(key, new Unspread(sender, ran));
            return new Ran(
                    ran.rows(),
                    List.of(),
                    RangeSplit.sample(stage, sender.sent(0), receivers, runner().allocator()),
                    ran.metrics());
        }
        return cut(stage, key, receivers, sender, ran);
    }

    private Ran cut(ExecutionStage stage, TaskKey key, int receivers, ExchangeSender sender, Ran ran) {
        KeptRows rows = new KeptRows(runner().memory());
        kept.put(key, rows);
        try (sender) {
            boolean toAll = stage.output() instanceof Partitioning.Broadcast;
            for (int receiver = 0; receiver < (toAll ? 1 : receivers); receiver++) {
                for (RowBuffer chunk : sender.sent(receiver)) {
                    rows.add(toAll ? Requests.ALL : receiver, chunk);
                }
            }
        }
        return new Ran(ran.rows(), rows.finish(), null, ran.metrics());
    }

    /** Spreads the rows of a task over ranges. */
    Ran spread(Spread spread) {
        ExecutionStage stage = stage(spread.stage());
        TaskKey key = new TaskKey(spread.stage(), spread.partition());
        Unspread rows = unspread.remove(key);
        if (rows == null) {
            throw new GrismException(
                    ErrorCode.INTERNAL,
                    "Cannot spread partition " + spread.partition() + " of stage " + spread.stage()
                            + ": it has not run, or was spread before");
        }
        try {
            rows.sender()
                    .spread(
                            RangeSplit.read(stage, spread.borders(), runner().allocator()),
                            () -> runner().checkCancelled());
        } catch (Throwable e) {
            Closing.closeAfter(e, rows.sender());
            throw e;
        }
        int receivers = ExecutionStage.reader(open.stages(), stage.id()).partitions(open.partitions());
        return cut(stage, key, receivers, rows.sender(), rows.ran());
    }

    /** A block that a task has sent, as a frame. */
    byte[] take(Requests.Take take) {
        KeptRows rows = kept.get(new TaskKey(take.stage(), take.partition()));
        if (rows == null) {
            throw new GrismException(
                    ErrorCode.INTERNAL,
                    "Cannot take rows of partition " + take.partition() + " of stage " + take.stage()
                            + ": it has not run here");
        }
        return rows.take(take.number(), runner().allocator());
    }

    /** Begins a task of the last stage. */
    void stream(Stream stream, TaskProgress progress) {
        endStreaming();
        TaskMetrics metrics = runner().newMetrics();
        Operator rows = start(stage(stream.stage()), stream.partition(), stream.fed(), metrics);
        streaming = new StreamingTask(stream.stage(), stream.partition(), rows, progress, metrics);
    }

    /** The next rows of the task of the last stage, or their end, as a frame. */
    byte[] next(Requests.Next next) {
        StreamingTask task = streaming;
        if (task == null || task.stage != next.stage() || task.partition != next.partition()) {
            throw new GrismException(
                    ErrorCode.INTERNAL, "Cannot go on with partition " + next.partition() + ": it was not begun");
        }
        byte[] rows = task.next();
        if (rows != null) {
            return rows;
        }
        dropInputs(stage(task.stage), task.partition);
        return Requests.end(new Ran(task.progress.rows(), List.of(), null, counts(task.metrics)));
    }

    /** What the task of the last stage has made; null when there is none. */
    @Nullable
    TaskProgress streamed() {
        return streaming == null ? null : streaming.progress;
    }

    private static List<NodeCount> counts(@Nullable TaskMetrics metrics) {
        List<NodeCount> counts = new ArrayList<>();
        if (metrics != null) {
            metrics.snapshot().forEach((node, metric) -> counts.add(new NodeCount(node, metric)));
        }
        return counts;
    }

    /** Drops what is left of a stage's rows. */
    void forget(int stage) {
        if (fed != null) {
            fed.forget(stage);
        }
        for (TaskKey key : List.copyOf(kept.keySet())) {
            if (key.stage() == stage) {
                drop(key);
            }
        }
        for (TaskKey key : List.copyOf(unspread.keySet())) {
            if (key.stage() == stage) {
                drop(key);
            }
        }
    }

    private void drop(TaskKey key) {
        KeptRows rows = kept.remove(key);
        if (rows != null) {
            rows.close();
        }
        Unspread waiting = unspread.remove(key);
        if (waiting != null) {
            waiting.sender().close();
        }
    }

    private void endStreaming() {
        StreamingTask task = streaming;
        streaming = null;
        if (task != null) {
            task.close();
        }
    }

    @Override
    public void close() {
        cancel();
        List<AutoCloseable> all = new ArrayList<>();
        all.add(this::endStreaming);
        all.addAll(kept.values());
        unspread.values().forEach(waiting -> all.add(waiting.sender()));
        if (fed != null) {
            all.add(fed);
        }
        StageRunner current = runner;
        if (current != null) {
            all.add(current);
        }
        kept.clear();
        unspread.clear();
        Closing.closeAll(all);
    }
}
