package io.grism.exec.stage;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.MemoryBudget;
import io.grism.exec.column.RowBuffer;
import io.grism.exec.operator.Reservation;
import io.grism.exec.plan.Partitioning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** What one partition of a stage sends, sorted by receiving partition. One thread at a time. */
public final class ExchangeSender implements AutoCloseable {
    private final Schema schema;
    private final int receivers;
    private final @Nullable RowRouter router;
    private final Reservation reservation;
    private final List<RowChunks> sent = new ArrayList<>();
    private long bytes;
    private int[] targets = new int[0];
    private int[] rows = new int[0];
    private final int[] ends;

    /** The sender of one partition. */
    public ExchangeSender(Schema schema, Partitioning partitioning, int receivers, MemoryBudget memory) {
        this.schema = schema;
        this.receivers = receivers;
        this.router = receivers == 1 ? null : RowRouter.of(partitioning, receivers);
        this.reservation = new Reservation(memory, "Exchange");
        this.ends = new int[receivers + 1];
        reset();
    }

    private void reset() {
        sent.clear();
        for (int i = 0; i < receivers; i++) {
            sent.add(new RowChunks(schema));
        }
    }

    /** Takes over a batch. */
    public void accept(Batch batch) {
        try (batch) {
            if (router == null) {
                bytes += sent.get(0).append(batch);
            } else {
                reserve(batch.rowCount());
                router.route(batch, targets);
                group(batch.rowCount());
                for (int i = 0; i < receivers; i++) {
                    if (ends[i] < ends[i + 1]) {
                        bytes += sent.get(i).append(batch, rows, ends[i], ends[i + 1] - ends[i]);
                    }
                }
            }
            reservation.resize(bytes);
        }
    }

    private void reserve(int count) {
        if (targets.length < count) {
            targets = new int[count];
            rows = new int[count];
        }
    }

    /** Groups the first {@code count} rows by target: those of target t stand at {@code rows[ends[t]..ends[t + 1])}. */
    private void group(int count) {
        Arrays.fill(ends, 0);
        for (int i = 0; i < count; i++) {
            ends[targets[i] + 1]++;
        }
        for (int i = 1; i <= receivers; i++) {
            ends[i] += ends[i - 1];
        }
        for (int i = 0; i < count; i++) {
            rows[ends[targets[i]]++] = i;
        }
        for (int i = receivers; i > 0; i--) {
            ends[i] = ends[i - 1];
        }
        ends[0] = 0;
    }

    /** Whether the rows, all of them with the first receiver so far, are yet to be spread over ranges. */
    public static boolean isSpreadLater(Partitioning partitioning, int receivers) {
        return partitioning instanceof Partitioning.Range && receivers > 1;
    }

    /** Sends what has come, all to the first receiver so far, to the receivers of its ranges. */
    public void spread(RangeBorders borders, Runnable checkCancelled) {
        List<RowBuffer> all = new ArrayList<>(sent(0));
        reset();
        for (int i = 0; i < all.size(); i++) {
            checkCancelled.run();
            RowBuffer chunk = all.get(i);
            reserve(chunk.size());
            for (int row = 0; row < chunk.size(); row++) {
                targets[row] = borders.find(chunk, row);
            }
            group(chunk.size());
            for (int t = 0; t < receivers; t++) {
                if (ends[t] < ends[t + 1]) {
                    bytes += sent.get(t).append(chunk, rows, ends[t], ends[t + 1] - ends[t]);
                }
            }
            reservation.resize(bytes);
            bytes -= chunk.sizeInBytes();
            all.set(i, new RowBuffer(schema));
        }
        reservation.resize(bytes);
    }

    /** The rows for a receiver. Those that all receivers read are with the first. */
    public List<RowBuffer> sent(int receiver) {
        return sent.get(receiver).chunks();
    }

    @Override
    public void close() {
        sent.clear();
        bytes = 0;
        reservation.close();
    }
}
