package io.grism.exec.task;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.MemoryBudget;
import io.grism.exec.expr.EvaluationContext;
import io.grism.exec.operator.Operator;
import io.grism.exec.operator.OperatorContext;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.task.TaskMetrics.Counters;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** One of the threads that run a pipeline. */
final class Driver {
    private final TaskContext task;
    private final Failure failure;
    private final int number;
    /** Time spent in the inputs of the operator that runs now. */
    private long inputNanos;

    Driver(TaskContext task, Failure failure, int number) {
        this.task = task;
        this.failure = failure;
        this.number = number;
    }

    TaskContext task() {
        return task;
    }

    int number() {
        return number;
    }

    /** A driver that stops with this one but has a clock of its own: for operators that several drivers take turns to pull. */
    Driver alone() {
        return new Driver(task, failure, 0);
    }

    /** A nested task that one of this driver's operators pulls: its time is not the operator's own. */
    Operator nested(Task nested) {
        return task.metrics() == null ? nested : new Nested(nested);
    }

    private final class Nested implements Operator {
        private final Task nested;

        Nested(Task nested) {
            this.nested = nested;
        }

        @Override
        public @Nullable Batch next() {
            long start = System.nanoTime();
            try {
                return nested.next();
            } finally {
                inputNanos += System.nanoTime() - start;
            }
        }

        @Override
        public void close() {
            nested.close();
        }
    }

    /** The node's own view of this driver. */
    Node node(PlanNode node) {
        TaskMetrics metrics = task.metrics();
        return new Node(node, metrics == null ? null : metrics.node(node.id()));
    }

    /** What the operators of one node see of this driver. */
    final class Node implements OperatorContext {
        private final PlanNode node;
        private final @Nullable Counters counters;
        private long outerNanos;
        private long start;

        private Node(PlanNode node, @Nullable Counters counters) {
            this.node = node;
            this.counters = counters;
        }

        Driver driver() {
            return Driver.this;
        }

        /** The node's name in messages. */
        String name() {
            return node.getClass().getSimpleName().replaceFirst("Node$", "");
        }

        @Nullable
        Counters counters() {
            return counters;
        }

        /** Starts the clock of the node; calls nest, one node within the other. */
        void enter() {
            outerNanos = inputNanos;
            inputNanos = 0;
            start = System.nanoTime();
        }

        /** Stops the clock. */
        void leave(Counters into) {
            long elapsed = System.nanoTime() - start;
            into.nanos.add(elapsed - inputNanos);
            inputNanos = outerNanos + elapsed;
        }

        @Override
        public BufferAllocator allocator() {
            return task.allocator();
        }

        @Override
        public MemoryBudget memory() {
            return counters == null ? task.memory() : counters.memory;
        }

        @Override
        public EvaluationContext evaluation() {
            return task.evaluation();
        }

        @Override
        public void checkCancelled() {
            failure.stopIfSet();
            task.checkCancelled();
        }

        @Override
        public int batchRows() {
            return task.batchRows();
        }
    }
}
