package io.grism.exec.operator.aggregate;

import io.grism.exec.batch.Batch;
import io.grism.exec.operator.Operator;
import io.grism.exec.operator.OperatorContext;
import io.grism.exec.operator.Reservation;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Reads the groups of a {@link HashAggregation}, merging them part by part. */
final class AggregationReader implements Operator {
    private final HashAggregation aggregation;
    private final OperatorContext context;
    private final Reservation memory;
    private @Nullable GroupedState state;
    private @Nullable GroupingSet set;
    private int position;

    AggregationReader(HashAggregation aggregation, OperatorContext context) {
        this.aggregation = aggregation;
        this.context = context;
        memory = new Reservation(context.memory(), HashAggregation.NAME);
    }

    @Override
    public @Nullable Batch next() {
        while (true) {
            context.checkCancelled();
            GroupedState current = state;
            GroupingSet currentSet = set;
            if (current != null
                    && currentSet != null
                    && position < current.table().size()) {
                int count = Math.min(context.batchRows(), current.table().size() - position);
                Batch batch = batch(current, currentSet, position, count);
                position += count;
                return batch;
            }
            state = null;
            memory.resize(0);
            HashAggregation.MergeUnit unit = aggregation.nextUnit();
            if (unit == null) {
                return null;
            }
            set = unit.set();
            state = merged(unit);
            position = 0;
        }
    }

    private GroupedState merged(HashAggregation.MergeUnit unit) {
        GroupedState whole = unit.state();
        if (whole != null) {
            return whole;
        }
        GroupedState target = aggregation.newState(unit.set());
        for (MergePartitions partitions : unit.partitions()) {
            context.checkCancelled();
            partitions.mergeInto(target, unit.partition());
            memory.resize(target.sizeInBytes());
        }
        return target;
    }

    private Batch batch(GroupedState from, GroupingSet of, int start, int count) {
        BufferAllocator allocator = context.allocator();
        List<Field> fields = aggregation.output().getFields();
        int keys = aggregation.keyCount();
        int calls = aggregation.calls().size();
        FieldVector[] vectors = new FieldVector[fields.size()];
        try {
            for (int i = 0; i < keys; i++) {
                int inSet = of.keys().indexOf(i);
                vectors[i] = inSet < 0
                        ? nulls(fields.get(i), count, allocator)
                        : from.table().key(inSet, fields.get(i), start, count, allocator);
            }
            for (int i = 0; i < calls; i++) {
                vectors[keys + i] = from.accumulator(i).result(start, count, allocator);
            }
            if (fields.size() > keys + calls) {
                Results ordinals = new Results(fields.get(keys + calls), "$grouping_set", count, allocator);
                for (int i = 0; i < count; i++) {
                    ordinals.set(i, of.ordinal());
                }
                vectors[keys + calls] = ordinals.finish();
            }
            return new Batch(count, vectors);
        } catch (Throwable e) {
            for (FieldVector vector : vectors) {
                if (vector != null) {
                    vector.close();
                }
            }
            throw e;
        }
    }

    private static FieldVector nulls(Field field, int count, BufferAllocator allocator) {
        FieldVector vector = field.createVector(allocator);
        vector.setInitialCapacity(count);
        vector.allocateNew();
        vector.setValueCount(count);
        return vector;
    }

    @Override
    public void close() {
        state = null;
        memory.close();
    }
}
