package io.grism.exec.operator.aggregate;

import io.grism.exec.batch.Batch;
import io.grism.exec.operator.AggregateCall;
import io.grism.exec.operator.OperatorContext;
import io.grism.exec.operator.Reservation;
import io.grism.exec.operator.Sink;
import java.util.List;

/** One driver's side of a {@link HashAggregation}: a state per grouping set. */
final class AggregationSink implements Sink {
    private final HashAggregation aggregation;
    private final OperatorContext context;
    private final Reservation memory;
    private final GroupedState[] states;
    private final AggregateSelection[] selections;
    private final AggregateInput input;
    private int[] groups = new int[0];
    private int[] scratch = new int[0];
    private boolean handedOver;

    AggregationSink(HashAggregation aggregation, OperatorContext context) {
        this.aggregation = aggregation;
        this.context = context;
        memory = new Reservation(context.memory(), HashAggregation.NAME);
        List<GroupingSet> sets = aggregation.sets();
        states = new GroupedState[sets.size()];
        for (int i = 0; i < states.length; i++) {
            states[i] = aggregation.newState(sets.get(i));
        }
        List<AggregateCall> calls = aggregation.calls();
        selections = new AggregateSelection[calls.size()];
        for (int i = 0; i < selections.length; i++) {
            selections[i] = new AggregateSelection(calls.get(i));
        }
        input = new AggregateInput(aggregation.input());
    }

    GroupedState state(int set) {
        return states[set];
    }

    @Override
    public void accept(Batch batch) {
        try (batch) {
            context.checkCancelled();
            int n = batch.rowCount();
            if (groups.length < n) {
                groups = new int[n];
                scratch = new int[n];
            }
            input.reset(n);
            for (int i = 0; i < batch.columnCount(); i++) {
                input.set(i, batch.column(i));
            }
            for (AggregateSelection selection : selections) {
                selection.select(input);
            }
            long bytes = 0;
            for (GroupedState state : states) {
                state.add(input, selections, groups, scratch);
                bytes += state.sizeInBytes();
            }
            memory.resize(bytes);
        } finally {
            input.reset(0);
        }
    }

    @Override
    public void finish() {
        handedOver = true;
        aggregation.finished(this);
    }

    @Override
    public void close() {
        if (!handedOver) {
            release();
        }
    }

    /** Gives the memory of the state back. */
    void release() {
        memory.close();
    }
}
