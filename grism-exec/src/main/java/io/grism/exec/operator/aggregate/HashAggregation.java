package io.grism.exec.operator.aggregate;

import io.grism.exec.operator.AggregateCall;
import io.grism.exec.operator.Operator;
import io.grism.exec.operator.OperatorContext;
import io.grism.exec.operator.Sink;
import io.grism.exec.operator.SourceBreaker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Groups and aggregates, as {@link io.grism.exec.plan.PlanNode.AggregateNode} says. Each driver fills tables of its own; the readers then share the work of merging
 * them, partition by partition of the keys' hashes. The result does not depend on the number of drivers or the cut of the input, except for the order of its rows.
 */
public final class HashAggregation implements SourceBreaker {
    static final String NAME = "HashAggregate";
    private static final int MERGE_BITS = 4;
    private static final int GROUPS_TO_SHARE = 8192;

    private final List<Field> input;
    private final List<GroupingSet> sets = new ArrayList<>();
    private final int keyCount;
    private final List<AggregateCall> calls;
    private final Schema output;
    private final Queue<MergeUnit> units = new ArrayDeque<>();
    private final List<AggregationSink> finished = new ArrayList<>();
    private int parallelism = 1;

    /**
     * An aggregation with nothing added yet.
     *
     * @param groupKeys input columns
     * @param groupingSets ordinals into {@code groupKeys}
     * @param output the keys, the calls and, with several grouping sets, {@code $grouping_set}
     */
    public HashAggregation(
            Schema input,
            List<Integer> groupKeys,
            List<List<Integer>> groupingSets,
            List<AggregateCall> calls,
            Schema output) {
        this.input = input.getFields();
        this.calls = List.copyOf(calls);
        this.output = output;
        keyCount = groupKeys.size();
        for (List<Integer> keys : groupingSets) {
            List<Integer> columns = keys.stream().map(groupKeys::get).toList();
            List<Field> fields = columns.stream().map(this.input::get).toList();
            sets.add(new GroupingSet(sets.size(), List.copyOf(keys), columns, fields));
        }
    }

    @Override
    public Sink sink(OperatorContext context) {
        return new AggregationSink(this, context);
    }

    /** New, empty state for a grouping set. */
    GroupedState newState(GroupingSet set) {
        Accumulator[] accumulators = new Accumulator[calls.size()];
        for (int i = 0; i < accumulators.length; i++) {
            accumulators[i] = Accumulators.create(calls.get(i), input);
        }
        return new GroupedState(GroupTable.of(set.columns(), set.fields()), accumulators);
    }

    List<Field> input() {
        return input;
    }

    List<GroupingSet> sets() {
        return sets;
    }

    List<AggregateCall> calls() {
        return calls;
    }

    int keyCount() {
        return keyCount;
    }

    Schema output() {
        return output;
    }

    /** Takes over the state of a driver that has seen all of its rows. */
    synchronized void finished(AggregationSink sink) {
        finished.add(sink);
    }

    @Override
    public synchronized void complete(OperatorContext context) {
        for (int i = 0; i < sets.size(); i++) {
            List<GroupedState> states = new ArrayList<>();
            long groups = 0;
            for (AggregationSink sink : finished) {
                states.add(sink.state(i));
                groups += sink.state(i).table().size();
            }
            if (states.isEmpty()) {
                states.add(newState(sets.get(i)));
            }
            if (states.size() == 1) {
                units.add(new MergeUnit(sets.get(i), states.get(0), List.of(), 0));
                continue;
            }
            int bits = groups < GROUPS_TO_SHARE ? 0 : MERGE_BITS;
            List<MergePartitions> partitions = new ArrayList<>();
            for (GroupedState state : states) {
                partitions.add(new MergePartitions(state, bits));
            }
            for (int p = 0; p < 1 << bits; p++) {
                units.add(new MergeUnit(sets.get(i), null, partitions, p));
            }
        }
        parallelism = units.size();
    }

    /** The next part of the result for a reader, or null when all are taken. */
    synchronized @Nullable MergeUnit nextUnit() {
        return units.poll();
    }

    @Override
    public Operator open(OperatorContext context) {
        return new AggregationReader(this, context);
    }

    @Override
    public synchronized int parallelism() {
        return parallelism;
    }

    @Override
    public synchronized void close() {
        units.clear();
        for (AggregationSink sink : finished) {
            sink.release();
        }
        finished.clear();
    }

    /**
     * A part of the result.
     *
     * @param state the groups, if no merge is needed
     * @param partitions otherwise what to merge
     * @param partition which partition of each
     */
    record MergeUnit(GroupingSet set, @Nullable GroupedState state, List<MergePartitions> partitions, int partition) {}
}
