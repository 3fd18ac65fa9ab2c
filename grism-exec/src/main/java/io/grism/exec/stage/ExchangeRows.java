package io.grism.exec.stage;

import io.grism.exec.batch.MemoryBudget;
import io.grism.exec.column.RowBuffer;
import io.grism.exec.operator.Closing;
import io.grism.exec.operator.SortKey;
import io.grism.exec.operator.Source;
import io.grism.exec.plan.Partitioning;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one exchange in memory: what each partition of a stage has sent to each partition of the next. Its senders fill it; then come rounds of further work; then it is read, by several threads
 * and as often as they like.
 */
public final class ExchangeRows implements StageOutput, AutoCloseable {
    private final Schema schema;
    private final Partitioning partitioning;
    private final List<SortKey> order;
    private final int receivers;
    private final List<ExchangeSender> senders = new ArrayList<>();
    private @Nullable RangeBorders borders;

    /** The exchange behind a stage that has {@code senders} partitions, before one that has {@code receivers}. */
    public ExchangeRows(ExecutionStage stage, int senders, int receivers, MemoryBudget memory) {
        this.schema = stage.plan().schema();
        this.partitioning = stage.output();
        this.order = stage.order();
        this.receivers = receivers;
        for (int i = 0; i < senders; i++) {
            this.senders.add(new ExchangeSender(schema, partitioning, receivers, memory));
        }
    }

    /** Where a partition's rows go. */
    public ExchangeSender sender(int partition) {
        return senders.get(partition);
    }

    /** Prepares the next round of work that several threads may share, when all senders have finished. Returns the number of its parts, or 0 when the rows can be read. */
    public int nextRound() {
        if (!(partitioning instanceof Partitioning.Range range)
                || !ExchangeSender.isSpreadLater(partitioning, receivers)
                || borders != null) {
            return 0;
        }
        List<RowBuffer> all = new ArrayList<>();
        senders.forEach(sender -> all.addAll(sender.sent(0)));
        borders = RangeBorders.choose(all, schema, range.keys(), receivers);
        return senders.size();
    }

    /** Does a part of the current round. */
    public void work(int part, Runnable checkCancelled) {
        if (borders == null) {
            throw new IllegalStateException("no work in rounds");
        }
        senders.get(part).spread(borders, checkCancelled);
    }

    /** Each source gives all rows for the partition. */
    @Override
    public Source source(int receiver) {
        int from = partitioning instanceof Partitioning.Broadcast ? 0 : receiver;
        List<List<RowBuffer>> runs =
                senders.stream().map(sender -> sender.sent(from)).toList();
        return ExchangeSource.of(schema, runs, order);
    }

    @Override
    public void close() {
        Closing.closeAll(senders);
    }
}
