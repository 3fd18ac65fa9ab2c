package io.grism.exec.operator.window;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import io.grism.exec.column.RowBuffer;
import io.grism.exec.operator.AggregateCall;
import io.grism.exec.operator.OperatorContext;
import io.grism.exec.operator.Reservation;
import io.grism.exec.operator.SortKey;
import io.grism.exec.operator.aggregate.Accumulator;
import io.grism.exec.operator.aggregate.Accumulators;
import io.grism.exec.operator.aggregate.AggregateInput;
import io.grism.exec.operator.aggregate.AggregateSelection;
import io.grism.exec.operator.aggregate.Results;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * One aggregate over the frames of a bucket. Frames that are partitions are grouped; frames that only grow extend the state of the one before; others are put together from a
 * {@link FrameTree}. Aggregates whose state holds the rows themselves are computed frame by frame.
 */
final class FrameAggregation {
    static final int CHUNK = 2048;
    private static final int ROWS_AT_ONCE = 1 << 18;

    private final RowBuffer rows;
    private final SortedRows sorted;
    private final FrameBounds frames;
    private final AggregateCall call;
    private final OperatorContext context;
    private final List<Field> fields;
    private final Column result;

    FrameAggregation(
            RowBuffer rows, SortedRows sorted, FrameBounds frames, AggregateCall call, OperatorContext context) {
        this.rows = rows;
        this.sorted = sorted;
        this.frames = frames;
        this.context = context;
        fields = new ArrayList<>(rows.schema().getFields());
        // The place of a row: the order of collected values unless they have one of their own.
        int place = fields.size();
        fields.add(TypeKind.BIGINT.field("$place"));
        boolean ordered = !call.order().isEmpty() || call.distinct();
        this.call = ordered
                ? call
                : new AggregateCall(
                        call.function(),
                        call.arguments(),
                        false,
                        call.filter(),
                        List.of(new SortKey(place, false, false)),
                        call.separator(),
                        call.type());
        result = Columns.create(call.type());
    }

    Column compute() {
        int n = sorted.size();
        AggregateInput input = new AggregateInput(fields);
        List<FieldVector> vectors = new ArrayList<>();
        try (Reservation memory = new Reservation(context.memory(), Window.NAME)) {
            input.reset(n);
            for (int column : columns()) {
                FieldVector vector = column == fields.size() - 1
                        ? places(n)
                        : rows.column(column).gather(sorted.order(), 0, n, context.allocator());
                vectors.add(vector);
                input.set(column, vector);
            }
            AggregateSelection selection = new AggregateSelection(call);
            selection.select(input);
            if (frames.coverPartitions()) {
                perPartition(input, selection, memory);
            } else if (!Accumulators.hasConstantState(call)) {
                frameByFrame(input, selection, memory);
            } else if (frames.onlyGrow()) {
                growing(input, selection, memory);
            } else {
                new FrameTree(sorted, frames, call, fields, context).compute(input, selection, memory, result);
            }
            return result;
        } finally {
            vectors.forEach(FieldVector::close);
        }
    }

    private Set<Integer> columns() {
        Set<Integer> columns = new LinkedHashSet<>(call.arguments());
        call.order().forEach(key -> columns.add(key.column()));
        if (call.filter() >= 0) {
            columns.add(call.filter());
        }
        return columns;
    }

    private FieldVector places(int n) {
        Results places = new Results(TypeKind.BIGINT.field("$place"), "place", n, context.allocator());
        for (int i = 0; i < n; i++) {
            places.set(i, (long) i);
        }
        return places.finish();
    }

    private void perPartition(AggregateInput input, AggregateSelection selection, Reservation memory) {
        Accumulator accumulator = Accumulators.create(call, fields);
        int partitions = sorted.partitionCount();
        accumulator.grow(partitions);
        int count = selection.count();
        int[] groups = new int[count];
        for (int i = 0; i < count; i++) {
            groups[i] = sorted.partition(selection.rows()[i]);
        }
        accumulator.add(input, selection.rows(), groups, count);
        memory.resize(accumulator.sizeInBytes());
        Column perPartition = Columns.create(call.type());
        append(accumulator, partitions, perPartition);
        int[] partitionOf = new int[sorted.size()];
        for (int i = 0; i < partitionOf.length; i++) {
            partitionOf[i] = sorted.partition(i);
        }
        result.append(perPartition, partitionOf, 0, partitionOf.length);
    }

    /** One group per distinct frame; each starts as a copy of the one before. */
    private void growing(AggregateInput input, AggregateSelection selection, Reservation memory) {
        int n = sorted.size();
        int[] groupOf = new int[n];
        Accumulator accumulator = Accumulators.create(call, fields);
        accumulator.grow(n);
        int[] theirs = new int[1];
        int[] ours = new int[1];
        int[] selected = selection.rows();
        int next = 0;
        int group = -1;
        int[] chunk = new int[CHUNK];
        int[] chunkGroups = new int[CHUNK];
        for (int i = 0; i < n; i++) {
            boolean newPartition = i == 0 || sorted.partition(i) != sorted.partition(i - 1);
            if (newPartition || frames.end(i) > frames.end(i - 1)) {
                group++;
                if (newPartition) {
                    while (next < selection.count() && selected[next] < sorted.partitionStart(i)) {
                        next++;
                    }
                } else {
                    theirs[0] = group - 1;
                    ours[0] = group;
                    accumulator.merge(accumulator, theirs, ours, 1);
                }
                while (next < selection.count() && selected[next] < frames.end(i)) {
                    int count = 0;
                    while (count < CHUNK && next < selection.count() && selected[next] < frames.end(i)) {
                        chunk[count] = selected[next++];
                        chunkGroups[count++] = group;
                    }
                    accumulator.add(input, chunk, chunkGroups, count);
                }
            }
            groupOf[i] = group;
            if (i % CHUNK == 0) {
                context.checkCancelled();
                memory.resize(accumulator.sizeInBytes());
            }
        }
        Column perFrame = Columns.create(call.type());
        append(accumulator, group + 1, perFrame);
        result.append(perFrame, groupOf, 0, n);
    }

    private void frameByFrame(AggregateInput input, AggregateSelection selection, Reservation memory) {
        int n = sorted.size();
        boolean[] counts = new boolean[n];
        for (int i = 0; i < selection.count(); i++) {
            counts[selection.rows()[i]] = true;
        }
        int[] pairs = new int[6];
        int at = 0;
        while (at < n) {
            context.checkCancelled();
            IntList rowsOfFrames = new IntList();
            IntList groups = new IntList();
            int group = 0;
            for (; at < n && group < CHUNK && rowsOfFrames.size() < ROWS_AT_ONCE; at++, group++) {
                int ranges = frames.ranges(at, pairs);
                for (int r = 0; r < ranges; r++) {
                    for (int place = pairs[2 * r]; place < pairs[2 * r + 1]; place++) {
                        if (counts[place]) {
                            rowsOfFrames.add(place);
                            groups.add(group);
                        }
                    }
                }
            }
            Accumulator accumulator = Accumulators.create(call, fields);
            accumulator.grow(group);
            accumulator.add(input, rowsOfFrames.values(), groups.values(), groups.size());
            memory.resize(accumulator.sizeInBytes());
            append(accumulator, group, result);
        }
    }

    private void append(Accumulator accumulator, int groups, Column to) {
        for (int from = 0; from < groups; from += CHUNK) {
            int count = Math.min(CHUNK, groups - from);
            try (FieldVector vector = accumulator.result(from, count, context.allocator())) {
                to.append(vector, 0, count);
            }
        }
    }
}
