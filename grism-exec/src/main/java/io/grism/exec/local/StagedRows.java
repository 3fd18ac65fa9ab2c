package io.grism.exec.local;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.MemoryBudget;
import io.grism.exec.operator.Closing;
import io.grism.exec.operator.Operator;
import io.grism.exec.operator.Share;
import io.grism.exec.plan.Partitioning;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.plan.PlanNode.StageInputNode;
import io.grism.exec.stage.ExchangeRows;
import io.grism.exec.stage.ExchangeSender;
import io.grism.exec.stage.ExecutionStage;
import io.grism.exec.stage.ExecutionStage.Parallelism;
import io.grism.exec.stage.StageOutput;
import io.grism.exec.stage.StageSplitter;
import io.grism.exec.task.Parts;
import io.grism.exec.task.Task;
import io.grism.exec.task.TaskMetrics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a plan with exchanges. When the first batch is asked for, its stages run one after the other, each when all those that it reads have ended; the last one streams, partition after partition. A stage that
 * is only gathered by the last one streams with it. The partitions of a stage are tasks of one driver each, as many at a time as the query has threads; a stage of one partition has the threads to itself. Rows between
 * stages are kept until the stage that reads them has ended.
 */
final class StagedRows implements Operator {
    private enum Phase {
        NEW,
        STREAMING,
        /** At the end, after an error, or closed. */
        ENDED
    }

    private final List<ExecutionStage> stages;
    private final ExecutionStage last;
    private final QueryState query;
    private final int partitions;
    private final Map<Integer, ExchangeRows> exchanges = new HashMap<>();
    private final Map<Integer, StageOutput> lastInputs = new HashMap<>();
    private Phase phase = Phase.NEW;
    /** The next partition of the last stage. */
    private int next;

    private @Nullable Task rows;

    StagedRows(PlanNode plan, int partitions, QueryState query) {
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions from 1 on, not " + partitions);
        }
        this.stages = StageSplitter.split(plan);
        this.last = stages.get(stages.size() - 1);
        this.partitions = partitions;
        this.query = query;
    }

    @Override
    public @Nullable Batch next() {
        if (phase == Phase.NEW) {
            phase = Phase.ENDED;
            runAll();
            phase = Phase.STREAMING;
        }
        while (phase == Phase.STREAMING) {
            Task task = rows;
            if (task == null) {
                if (next == last.partitions(partitions)) {
                    phase = Phase.ENDED;
                    break;
                }
                task = Task.start(last.plan(), task(last, next++, lastInputs, () -> {}));
                rows = task;
            }
            Batch batch = task.next();
            if (batch != null) {
                return batch;
            }
            rows = null;
            task.close();
        }
        return null;
    }

    private void runAll() {
        for (ExecutionStage stage : stages.subList(0, stages.size() - 1)) {
            if (streams(stage)) {
                Map<Integer, StageOutput> inputs = inputs(stage);
                StageOutput streamed = new StreamedStage(
                        stage.partitions(partitions),
                        (partition, caller) -> Task.startWithin(
                                caller, stage.plan(), task(stage, partition, inputs, caller::checkCancelled)));
                lastInputs.put(stage.id(), streamed);
            } else {
                run(stage);
            }
        }
        lastInputs.putAll(inputs(last));
    }

    /** Whether a stage is only gathered by the last one, which reads it once, in any order. */
    private boolean streams(ExecutionStage stage) {
        return stage.output() instanceof Partitioning.Single
                && stage.order().isEmpty()
                && last.parallelism() == Parallelism.SINGLE
                && last.inputs().stream().anyMatch(input -> input.stage() == stage.id() && !last.readsAgain(input));
    }

    private Map<Integer, StageOutput> inputs(ExecutionStage stage) {
        Map<Integer, StageOutput> inputs = new HashMap<>();
        for (StageInputNode input : stage.inputs()) {
            ExchangeRows exchange = exchanges.get(input.stage());
            if (exchange != null) {
                inputs.put(input.stage(), exchange);
            }
        }
        return inputs;
    }

    private void run(ExecutionStage stage) {
        ExecutionStage reader = ExecutionStage.reader(stages, stage.id());
        int node = reader.input(stage.id()).id();
        TaskMetrics metrics = query.metrics();
        MemoryBudget memory = metrics == null ? query.memory() : metrics.memory(node);
        int senders = stage.partitions(partitions);
        ExchangeRows exchange = new ExchangeRows(stage, senders, reader.partitions(partitions), memory);
        Map<Integer, StageOutput> inputs = inputs(stage);
        exchanges.put(stage.id(), exchange);
        Parts.run(senders, query.threads(), query.executor(), (partition, checkFailure) -> {
            try (Task task = Task.start(stage.plan(), task(stage, partition, inputs, checkFailure))) {
                long nanos = send(task, exchange.sender(partition));
                if (metrics != null) {
                    metrics.addNanos(node, nanos);
                }
            }
        });
        for (int parts = exchange.nextRound(); parts > 0; parts = exchange.nextRound()) {
            Parts.run(
                    parts,
                    query.threads(),
                    query.executor(),
                    (part, checkFailure) -> exchange.work(part, () -> {
                        checkFailure.run();
                        query.checkCancelled();
                    }));
        }
        for (StageInputNode input : stage.inputs()) {
            ExchangeRows read = exchanges.remove(input.stage());
            if (read != null) {
                read.close();
            }
        }
    }

    private StageTask task(
            ExecutionStage stage, int partition, Map<Integer, StageOutput> inputs, Runnable checkStopped) {
        Share share = new Share(partition, stage.partitions(partitions));
        int threads = share.isWhole() || stage.id() == last.id() ? query.threads() : 1;
        return new StageTask(query, share, threads, inputs, checkStopped, query.metrics());
    }

    /** Returns the time that it took to send, apart from the task's. */
    private static long send(Task task, ExchangeSender sender) {
        long nanos = 0;
        for (Batch batch = task.next(); batch != null; batch = task.next()) {
            long start = System.nanoTime();
            sender.accept(batch);
            nanos += System.nanoTime() - start;
        }
        return nanos;
    }

    @Override
    public void close() {
        phase = Phase.ENDED;
        Task task = rows;
        rows = null;
        List<AutoCloseable> all = new ArrayList<>();
        if (task != null) {
            all.add(task);
        }
        all.addAll(exchanges.values());
        exchanges.clear();
        Closing.closeAll(all);
    }
}
