package io.grism.exec.task;

import io.grism.exec.batch.Batch;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.operator.Operator;
import io.grism.exec.operator.Sink;
import io.grism.exec.task.TaskMetrics.Counters;
import org.apache.arrow.memory.OutOfMemoryException;
import org.jspecify.annotations.Nullable;

/** Stands around each operator and sink: names the node in errors that do not, and counts when asked. */
final class Guard {
    private Guard() {}

    static Operator around(Operator operator, Driver.Node node) {
        return node.counters() == null ? new Named(operator, node) : new Counted(operator, node, node.counters());
    }

    static Sink around(Sink sink, Driver.Node node) {
        return new NamedSink(sink, node);
    }

    /** The error as the user should see it. */
    static RuntimeException translate(Throwable error, String name, TaskContext task) {
        if (error instanceof GrismException e) {
            return e;
        }
        if (error instanceof OutOfMemoryException) {
            return new GrismException(
                    ErrorCode.OUT_OF_MEMORY,
                    "Cannot hold the batches of " + name + ": " + task.memory().advice(),
                    error);
        }
        if (error instanceof OutOfMemoryError) {
            return new GrismException(
                    ErrorCode.OUT_OF_MEMORY,
                    "Cannot hold the state of " + name + ": the Java heap is full. Give the JVM more (-Xmx), or lower"
                            + " the connection property memory",
                    error);
        }
        return new GrismException(ErrorCode.INTERNAL, "Cannot run " + name + ": " + error, error);
    }

    /** Runs what belongs to a node. */
    static void run(Driver.Node node, Runnable action) {
        Counters counters = node.counters();
        if (counters != null) {
            node.enter();
        }
        try {
            action.run();
        } catch (GrismException e) {
            throw e;
        } catch (Throwable e) {
            throw translate(e, node.name(), node.driver().task());
        } finally {
            if (counters != null) {
                node.leave(counters);
            }
        }
    }

    private static class Named implements Operator {
        final Operator operator;
        final Driver.Node node;

        Named(Operator operator, Driver.Node node) {
            this.operator = operator;
            this.node = node;
        }

        @Override
        public @Nullable Batch next() {
            try {
                return operator.next();
            } catch (GrismException e) {
                throw e;
            } catch (Throwable e) {
                throw translate(e, node.name(), node.driver().task());
            }
        }

        @Override
        public void close() {
            operator.close();
        }
    }

    private static final class Counted extends Named {
        private final Counters counters;

        Counted(Operator operator, Driver.Node node, Counters counters) {
            super(operator, node);
            this.counters = counters;
            counters.drivers.accumulateAndGet(node.driver().number() + 1, Math::max);
        }

        @Override
        public @Nullable Batch next() {
            node.enter();
            try {
                Batch batch = super.next();
                if (batch != null) {
                    counters.rows.add(batch.rowCount());
                    counters.batches.increment();
                }
                return batch;
            } finally {
                node.leave(counters);
            }
        }
    }

    private record NamedSink(Sink sink, Driver.Node node) implements Sink {
        @Override
        public void accept(Batch batch) {
            run(() -> sink.accept(batch));
        }

        @Override
        public boolean isFull() {
            return sink.isFull();
        }

        @Override
        public void finish() {
            run(sink::finish);
        }

        private void run(Runnable action) {
            Guard.run(node, action);
        }

        @Override
        public void close() {
            sink.close();
        }
    }
}
