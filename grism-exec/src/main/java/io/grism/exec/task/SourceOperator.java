package io.grism.exec.task;

import io.grism.exec.batch.Batch;
import io.grism.exec.kernel.Gather;
import io.grism.exec.operator.Operator;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A source's rows until someone downstream has enough; cut at random places when the task has a seed. */
final class SourceOperator implements Operator {
    private final Operator source;
    private final List<BooleanSupplier> enough;
    private final Driver.Node context;
    private final @Nullable Random random;
    private @Nullable Batch rest;
    private int position;
    private boolean done;

    SourceOperator(Operator source, List<BooleanSupplier> enough, Driver.Node context) {
        this.source = source;
        this.enough = List.copyOf(enough);
        this.context = context;
        Long seed = context.driver().task().batchSeed();
        this.random =
                seed == null ? null : new Random(seed * 31 + context.driver().number());
    }

    @Override
    public @Nullable Batch next() {
        context.checkCancelled();
        for (BooleanSupplier condition : enough) {
            done |= condition.getAsBoolean();
        }
        if (done) {
            return null;
        }
        Batch batch = random == null ? source.next() : cut(random);
        done = batch == null;
        return batch;
    }

    private @Nullable Batch cut(Random random) {
        Batch whole = rest;
        if (whole == null) {
            whole = source.next();
            if (whole == null) {
                return null;
            }
            rest = whole;
            position = 0;
        }
        int left = whole.rowCount() - position;
        int count = 1 + random.nextInt(random.nextBoolean() ? Math.min(left, 7) : left);
        Batch part = Gather.slice(whole, position, count, context.allocator());
        position += count;
        if (position == whole.rowCount()) {
            whole.close();
            rest = null;
        }
        return part;
    }

    @Override
    public void close() {
        done = true;
        Batch left = rest;
        rest = null;
        try {
            if (left != null) {
                left.close();
            }
        } finally {
            source.close();
        }
    }
}
