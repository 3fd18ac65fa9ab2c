package io.grism.exec.local;

import io.grism.exec.batch.Batch;
import io.grism.exec.operator.Operator;
import io.grism.exec.operator.OperatorContext;
import io.grism.exec.operator.Source;
import io.grism.exec.stage.StageOutput;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A stage that runs while a single task reads it: the drivers there take its partitions one after the other. It can be read once, and ends when nobody reads on. */
final class StreamedStage implements StageOutput {
    private final int partitions;
    private final Starter starter;

    /** Makes the rows of a partition within the operator that reads them. */
    interface Starter {
        Operator start(int partition, OperatorContext caller);
    }

    StreamedStage(int partitions, Starter starter) {
        this.partitions = partitions;
        this.starter = starter;
    }

    @Override
    public Source source(int receiver) {
        AtomicInteger next = new AtomicInteger();
        return new Source() {
            @Override
            public Operator open(OperatorContext context) {
                return new Reader(next, context);
            }

            @Override
            public int parallelism() {
                return partitions;
            }
        };
    }

    private final class Reader implements Operator {
        private final AtomicInteger next;
        private final OperatorContext context;
        private @Nullable Operator rows;
        private boolean closed;

        Reader(AtomicInteger next, OperatorContext context) {
            this.next = next;
            this.context = context;
        }

        @Override
        public @Nullable Batch next() {
            while (!closed) {
                context.checkCancelled();
                if (rows == null) {
                    int partition = next.getAndIncrement();
                    if (partition >= partitions) {
                        break;
                    }
                    rows = starter.start(partition, context);
                }
                Batch batch = rows.next();
                if (batch != null) {
                    return batch;
                }
                rows.close();
                rows = null;
            }
            return null;
        }

        @Override
        public void close() {
            closed = true;
            Operator last = rows;
            rows = null;
            if (last != null) {
                last.close();
            }
        }
    }
}
