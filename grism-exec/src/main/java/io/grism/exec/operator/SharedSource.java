package io.grism.exec.operator;

import io.grism.exec.batch.Batch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An operator whose batches several drivers take turns to pull. It is opened by the first that asks and closed when it has
 * ended or all drivers have closed.
 */
public final class SharedSource implements Source {
    private final Function<OperatorContext, Operator> opener;
    private final int parallelism;
    private @Nullable Operator shared;
    private boolean ended;
    private int drivers;

    public SharedSource(Function<OperatorContext, Operator> opener, int parallelism) {
        this.opener = opener;
        this.parallelism = parallelism;
    }

    @Override
    public int parallelism() {
        return parallelism;
    }

    @Override
    public synchronized Operator open(OperatorContext context) {
        drivers++;
        return new Turn(context);
    }

    private synchronized @Nullable Batch pull(OperatorContext context) {
        if (ended) {
            return null;
        }
        if (shared == null) {
            shared = opener.apply(context);
        }
        Batch batch = shared.next();
        if (batch == null) {
            end();
        }
        return batch;
    }

    private void end() {
        ended = true;
        if (shared != null) {
            shared.close();
            shared = null;
        }
    }

    private synchronized void leave() {
        if (--drivers == 0) {
            end();
        }
    }

    private final class Turn implements Operator {
        private final OperatorContext context;
        private boolean closed;

        Turn(OperatorContext context) {
            this.context = context;
        }

        @Override
        public @Nullable Batch next() {
            context.checkCancelled();
            return closed ? null : pull(context);
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                leave();
            }
        }
    }
}
