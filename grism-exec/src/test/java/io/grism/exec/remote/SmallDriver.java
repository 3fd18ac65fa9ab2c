package io.grism.exec.remote;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grism.exec.batch.Batch;
import io.grism.exec.codec.RowBlock;
import io.grism.exec.local.QueryContext;
import io.grism.exec.plan.Partitioning;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.plan.PlanNode.StageInputNode;
import io.grism.exec.remote.Requests.BlockInfo;
import io.grism.exec.remote.Requests.Done;
import io.grism.exec.remote.Requests.Fed;
import io.grism.exec.remote.Requests.Feed;
import io.grism.exec.remote.Requests.Next;
import io.grism.exec.remote.Requests.Open;
import io.grism.exec.remote.Requests.Opened;
import io.grism.exec.remote.Requests.Ran;
import io.grism.exec.remote.Requests.ReceiverRows;
import io.grism.exec.remote.Requests.Request;
import io.grism.exec.remote.Requests.Run;
import io.grism.exec.remote.Requests.Spread;
import io.grism.exec.remote.Requests.Stream;
import io.grism.exec.remote.Requests.Table;
import io.grism.exec.remote.Requests.TableRef;
import io.grism.exec.remote.Requests.Take;
import io.grism.exec.stage.ExecutionStage;
import io.grism.exec.stage.StageSplitter;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.TableSnapshot;
import io.grism.exec.test.Samples;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** A driver of executors in this JVM that does what it must, one call after the other, and some of it twice. */
final class SmallDriver {
    private final List<StageExecutor> executors;
    private final BufferAllocator allocator;
    private final Random random;
    private final String query = UUID.randomUUID().toString();
    private final Map<Integer, List<List<Sent>>> sent = new HashMap<>();
    private final Set<List<Object>> fedToAll = new HashSet<>();
    private List<ExecutionStage> stages = List.of();
    private int partitions;
    int tablesSent;
    int runAgain;

    private record Sent(byte[] frame, BlockInfo info, int attempt) {
        long rows(int receiver) {
            return info.receivers().stream()
                    .filter(rows -> rows.receiver() == receiver)
                    .mapToLong(ReceiverRows::rows)
                    .sum();
        }
    }

    SmallDriver(List<StageExecutor> executors, BufferAllocator allocator, Random random) {
        this.executors = executors;
        this.allocator = allocator;
        this.random = random;
    }

    String query() {
        return query;
    }

    /** The rows of a plan; tables are known by {@code database} and their versions. Closes the snapshot. */
    List<List<@Nullable Object>> run(PlanNode plan, int ofQuery, QueryContext context, String database) {
        stages = StageSplitter.split(plan);
        partitions = ofQuery;
        try (Snapshot snapshot = context.snapshot()) {
            open(context, snapshot, database);
            for (ExecutionStage stage : stages.subList(0, stages.size() - 1)) {
                run(stage);
            }
            return stream(stages.get(stages.size() - 1));
        } finally {
            for (StageExecutor executor : executors) {
                call(executor, new Requests.Close(query), null, Done.class);
            }
        }
    }

    private void open(QueryContext context, Snapshot snapshot, String database) {
        Map<String, TableSnapshot> tables = new HashMap<>();
        List<TableRef> refs = new ArrayList<>();
        for (TableSnapshot table : snapshot.tables()) {
            String key = database + "/" + table.definition().name() + "/" + table.version();
            tables.put(key, table);
            refs.add(new TableRef(key, table.definition(), table.rowCount(), null));
        }
        Open open = new Open(
                query,
                stages,
                partitions,
                context.parameters(),
                context.clock().millis(),
                context.timeZone().getID(),
                context.user(),
                context.batchRows(),
                context.memory(),
                context.threads(),
                context.batchSeed(),
                context.metrics() == QueryContext.Metrics.ON,
                refs);
        for (StageExecutor executor : executors) {
            for (String key : call(executor, open, null, Opened.class).missing()) {
                tablesSent++;
                try (TableBlocks blocks = new TableBlocks(tables.get(key), allocator)) {
                    for (int number = 0; blocks.hasNext(); number++) {
                        byte[] block = blocks.next();
                        call(executor, new Table(query, key, number, !blocks.hasNext()), block, Done.class);
                    }
                }
            }
        }
    }

    private StageExecutor executor(int partition) {
        return executors.get(partition % executors.size());
    }

    private void run(ExecutionStage stage) {
        int count = stage.partitions(partitions);
        List<Ran> ran = new ArrayList<>();
        List<Integer> attempts = new ArrayList<>();
        for (int partition = 0; partition < count; partition++) {
            int attempt = 0;
            Ran result = run(stage, partition, attempt);
            if (random.nextInt(5) == 0) {
                runAgain++;
                attempt++;
                List<byte[]> before = take(stage, partition, result);
                result = run(stage, partition, attempt);
                check(stage, before, take(stage, partition, result));
                result = run(stage, partition, ++attempt);
            }
            ran.add(result);
            attempts.add(attempt);
        }
        if (ran.get(0).sample() != null) {
            int receivers = ExecutionStage.reader(stages, stage.id()).partitions(partitions);
            byte[] borders =
                    RangeSplit.borders(stage, ran.stream().map(Ran::sample).toList(), receivers, allocator);
            for (int partition = 0; partition < count; partition++) {
                ran.set(
                        partition,
                        call(executor(partition), new Spread(query, stage.id(), partition, borders), null, Ran.class));
            }
        }
        List<List<Sent>> all = new ArrayList<>();
        for (int partition = 0; partition < count; partition++) {
            List<Sent> blocks = new ArrayList<>();
            List<byte[]> frames = take(stage, partition, ran.get(partition));
            for (int number = 0; number < frames.size(); number++) {
                blocks.add(
                        new Sent(frames.get(number), ran.get(partition).blocks().get(number), attempts.get(partition)));
            }
            all.add(blocks);
        }
        sent.put(stage.id(), all);
    }

    private List<byte[]> take(ExecutionStage stage, int partition, Ran ran) {
        List<byte[]> frames = new ArrayList<>();
        for (int number = 0; number < ran.blocks().size(); number++) {
            byte[] take = Requests.bytes(new Take(query, stage.id(), partition, number));
            frames.add(executor(partition).call(take, null));
        }
        return frames;
    }

    /** Receivers may read rows of different attempts: where there are several, all attempts send the same to each. */
    private void check(ExecutionStage stage, List<byte[]> before, List<byte[]> after) {
        if (ExecutionStage.reader(stages, stage.id()).partitions(partitions) > 1) {
            assertEquals(before.size(), after.size());
            for (int i = 0; i < before.size(); i++) {
                assertArrayEquals(before.get(i), after.get(i), () -> "stage " + stage);
            }
        }
    }

    private Ran run(ExecutionStage stage, int partition, int attempt) {
        List<Fed> fed = feed(stage, partition);
        return call(executor(partition), new Run(query, stage.id(), partition, attempt, fed), null, Ran.class);
    }

    /** Feeds a partition with all blocks that have rows for it, in any order. */
    private List<Fed> feed(ExecutionStage stage, int partition) {
        StageExecutor executor = executor(partition);
        List<Fed> fed = new ArrayList<>();
        for (StageInputNode input : stage.inputs()) {
            boolean toAll = stages.get(input.stage()).output() instanceof Partitioning.Broadcast;
            int receiver = toAll ? Requests.ALL : partition;
            List<Feed> feeds = new ArrayList<>();
            Map<Feed, byte[]> frames = new HashMap<>();
            long rows = 0;
            List<List<Sent>> senders = sent.getOrDefault(input.stage(), List.of());
            for (int sender = 0; sender < senders.size(); sender++) {
                for (int number = 0; number < senders.get(sender).size(); number++) {
                    Sent block = senders.get(sender).get(number);
                    rows += block.rows(receiver);
                    if (block.rows(receiver) > 0) {
                        Feed feed = new Feed(query, input.stage(), sender, block.attempt(), number, List.of(receiver));
                        feeds.add(feed);
                        frames.put(feed, block.frame());
                    }
                }
            }
            fed.add(new Fed(input.stage(), rows));
            if (!toAll || fedToAll.add(List.of(input.stage(), partition % executors.size()))) {
                if (!feeds.isEmpty() && random.nextInt(5) == 0) {
                    feeds.add(feeds.get(0));
                }
                Collections.shuffle(feeds, random);
                feeds.forEach(feed -> call(executor, feed, frames.get(feed), Done.class));
            }
        }
        return fed;
    }

    private List<List<@Nullable Object>> stream(ExecutionStage last) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int partition = 0; partition < last.partitions(partitions); partition++) {
            StageExecutor executor = executor(partition);
            List<Fed> fed = feed(last, partition);
            call(executor, new Stream(query, last.id(), partition, 0, fed), null, Done.class);
            byte[] next = Requests.bytes(new Next(query, last.id(), partition));
            while (true) {
                ByteBuffer block = Requests.rows(ByteBuffer.wrap(executor.call(next, null)));
                if (block == null) {
                    break;
                }
                for (Batch batch : RowBlock.of(block).batches(0, last.plan().schema(), allocator)) {
                    addRows(batch, rows);
                }
            }
        }
        return rows;
    }

    private static void addRows(Batch batch, List<List<@Nullable Object>> rows) {
        try (batch) {
            int first = rows.size();
            for (int row = 0; row < batch.rowCount(); row++) {
                rows.add(new ArrayList<>());
            }
            for (int i = 0; i < batch.columnCount(); i++) {
                List<@Nullable Object> values = Samples.values(batch.column(i));
                for (int row = 0; row < batch.rowCount(); row++) {
                    rows.get(first + row).add(values.get(row));
                }
            }
        }
    }

    /** Makes a call; the block is on the heap or not. */
    private <T extends Record> T call(StageExecutor executor, Request request, byte @Nullable [] block, Class<T> type) {
        ByteBuffer bytes = null;
        if (block != null && random.nextBoolean()) {
            bytes = ByteBuffer.allocateDirect(block.length).put(block).flip().asReadOnlyBuffer();
        } else if (block != null) {
            bytes = ByteBuffer.wrap(block);
        }
        return Requests.answer(executor.call(Requests.bytes(request), bytes), type);
    }
}
