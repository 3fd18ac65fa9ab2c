package io.grism.exec.local;

import io.grism.exec.batch.Batch;
import io.grism.exec.operator.Closing;
import io.grism.exec.operator.Operator;
import io.grism.exec.operator.Share;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.plan.PlanNode.StageInputNode;
import io.grism.exec.stage.ExchangeRows;
import io.grism.exec.stage.ExchangeSender;
import io.grism.exec.stage.ExecutionStage;
import io.grism.exec.stage.StageSplitter;
import io.grism.exec.task.Parts;
import io.grism.exec.task.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a plan with exchanges. When the first batch is asked for, its stages run one after the other, each when all those that it reads have ended; the last one streams, partition after partition. The
 * partitions of a stage are tasks of one driver each, as many at a time as the query has threads; a stage of one partition has the threads to itself. Rows between stages are kept until the stage that reads
 * them has ended.
 */
final class StagedRows implements Operator {
    private final List<ExecutionStage> stages;
    private final QueryState query;
    private final int partitions;
    private final Map<Integer, ExchangeRows> exchanges = new HashMap<>();
    private boolean started;
    /** The next partition of the last stage. */
    private int next;

    private @Nullable Task rows;

    StagedRows(PlanNode plan, int partitions, QueryState query) {
        this.stages = StageSplitter.split(plan);
        this.partitions = partitions;
        this.query = query;
    }

    @Override
    public @Nullable Batch next() {
        if (!started) {
            started = true;
            for (ExecutionStage stage : stages.subList(0, stages.size() - 1)) {
                run(stage);
            }
        }
        ExecutionStage last = stages.get(stages.size() - 1);
        while (rows != null || next < last.partitions(partitions)) {
            Task task = rows == null ? start(last, next++, query.threads(), () -> {}) : rows;
            rows = task;
            Batch batch = task.next();
            if (batch != null) {
                return batch;
            }
            rows = null;
            task.close();
        }
        return null;
    }

    private void run(ExecutionStage stage) {
        int senders = stage.partitions(partitions);
        int receivers = ExecutionStage.reader(stages, stage.id()).partitions(partitions);
        ExchangeRows exchange = new ExchangeRows(stage, senders, receivers, query.memory());
        exchanges.put(stage.id(), exchange);
        int threads = senders == 1 ? query.threads() : 1;
        Parts.run(senders, query.threads(), query.executor(), (partition, checkFailure) -> {
            try (Task task = start(stage, partition, threads, checkFailure)) {
                send(task, exchange.sender(partition));
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

    private Task start(ExecutionStage stage, int partition, int threads, Runnable checkFailure) {
        Share share = new Share(partition, stage.partitions(partitions));
        return Task.start(stage.plan(), new StageTask(query, share, threads, exchanges, checkFailure));
    }

    private static void send(Task task, ExchangeSender sender) {
        for (Batch batch = task.next(); batch != null; batch = task.next()) {
            sender.accept(batch);
        }
    }

    @Override
    public void close() {
        next = Integer.MAX_VALUE;
        started = true;
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
