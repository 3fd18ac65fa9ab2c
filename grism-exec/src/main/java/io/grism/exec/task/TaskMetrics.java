package io.grism.exec.task;

import io.grism.exec.batch.MemoryBudget;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counts what each node of a plan does, by {@link io.grism.exec.plan.PlanNode#id()}. Thread-safe. */
public final class TaskMetrics {
    private final MemoryBudget memory;
    private final Map<Integer, Counters> nodes = new ConcurrentHashMap<>();

    /** Metrics of a query with that budget. */
    public TaskMetrics(MemoryBudget memory) {
        this.memory = memory;
    }

    /** The counts so far; a node that has not started is missing. */
    public Map<Integer, NodeMetrics> snapshot() {
        Map<Integer, NodeMetrics> result = new TreeMap<>();
        nodes.forEach((id, counters) -> result.put(id, counters.snapshot()));
        return result;
    }

    /** The budget, for what a node holds that no operator of a task does. */
    public MemoryBudget memory(int id) {
        return node(id).memory;
    }

    /** Adds time spent for a node outside of its operators. */
    public void addNanos(int id, long nanos) {
        node(id).nanos.add(nanos);
    }

    /** Counts rows that a node has found in an index. */
    void addCandidates(int id, long rows) {
        node(id).candidates.accumulateAndGet(rows, (sum, more) -> Math.max(sum, 0) + more);
    }

    Counters node(int id) {
        return nodes.computeIfAbsent(id, key -> new Counters(memory.part()));
    }

    /** The counts of one node, added to by all of its drivers. */
    static final class Counters {
        final LongAdder rows = new LongAdder();
        final LongAdder batches = new LongAdder();
        final LongAdder nanos = new LongAdder();
        final AtomicLong candidates = new AtomicLong(-1);
        final AtomicInteger drivers = new AtomicInteger();
        final MemoryBudget memory;

        Counters(MemoryBudget memory) {
            this.memory = memory;
        }

        NodeMetrics snapshot() {
            return new NodeMetrics(
                    rows.sum(), batches.sum(), nanos.sum(), memory.peak(), candidates.get(), drivers.get());
        }
    }
}
