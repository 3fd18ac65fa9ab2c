package io.grism.exec.operator.window;

import io.grism.exec.column.Column;
import io.grism.exec.operator.AggregateCall;
import io.grism.exec.operator.OperatorContext;
import io.grism.exec.operator.Reservation;
import io.grism.exec.operator.aggregate.Accumulator;
import io.grism.exec.operator.aggregate.Accumulators;
import io.grism.exec.operator.aggregate.AggregateInput;
import io.grism.exec.operator.aggregate.AggregateSelection;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Any frame of an aggregate from O(log n) partial states: a tree over the places in which a node holds the state of 16 places or of 16 nodes below. Nodes may span partitions; frames
 * do not, so only nodes within one partition are used.
 */
final class FrameTree {
    private static final int SHIFT = 4;
    private static final int FANOUT = 1 << SHIFT;

    private final SortedRows sorted;
    private final FrameBounds frames;
    private final AggregateCall call;
    private final List<Field> fields;
    private final OperatorContext context;
    /** First node of each level above the rows. */
    private final List<Integer> bases = new ArrayList<>();

    private final IntList rows = new IntList();
    private final IntList rowGroups = new IntList();
    private final IntList nodes = new IntList();
    private final IntList nodeGroups = new IntList();

    FrameTree(SortedRows sorted, FrameBounds frames, AggregateCall call, List<Field> fields, OperatorContext context) {
        this.sorted = sorted;
        this.frames = frames;
        this.call = call;
        this.fields = fields;
        this.context = context;
    }

    /** Appends the results of all places. */
    void compute(AggregateInput input, AggregateSelection selection, Reservation memory, Column result) {
        int n = sorted.size();
        Accumulator tree = build(input, selection, n);
        boolean[] counts = new boolean[n];
        for (int i = 0; i < selection.count(); i++) {
            counts[selection.rows()[i]] = true;
        }
        int[] pairs = new int[6];
        for (int from = 0; from < n; from += FrameAggregation.CHUNK) {
            context.checkCancelled();
            int count = Math.min(FrameAggregation.CHUNK, n - from);
            rows.clear();
            rowGroups.clear();
            nodes.clear();
            nodeGroups.clear();
            for (int i = 0; i < count; i++) {
                int ranges = frames.ranges(from + i, pairs);
                for (int r = 0; r < ranges; r++) {
                    cover(pairs[2 * r], pairs[2 * r + 1], i, counts);
                }
            }
            Accumulator chunk = Accumulators.create(call, fields);
            chunk.grow(count);
            chunk.add(input, rows.values(), rowGroups.values(), rows.size());
            chunk.merge(tree, nodes.values(), nodeGroups.values(), nodes.size());
            memory.resize(tree.sizeInBytes() + chunk.sizeInBytes());
            try (FieldVector vector = chunk.result(0, count, context.allocator())) {
                result.append(vector, 0, count);
            }
        }
    }

    private Accumulator build(AggregateInput input, AggregateSelection selection, int n) {
        int total = 0;
        int size = n;
        while (size > FANOUT) {
            size = (size + FANOUT - 1) >> SHIFT;
            bases.add(total);
            total += size;
        }
        bases.add(total);
        Accumulator tree = Accumulators.create(call, fields);
        tree.grow(total);
        if (bases.size() == 1) {
            return tree;
        }
        int[] groups = new int[selection.count()];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = selection.rows()[i] >> SHIFT;
        }
        tree.add(input, selection.rows(), groups, groups.length);
        for (int level = 1; level < bases.size() - 1; level++) {
            int below = bases.get(level) - bases.get(level - 1);
            int[] theirs = new int[below];
            int[] ours = new int[below];
            for (int i = 0; i < below; i++) {
                theirs[i] = bases.get(level - 1) + i;
                ours[i] = bases.get(level) + (i >> SHIFT);
            }
            tree.merge(tree, theirs, ours, below);
        }
        return tree;
    }

    /** Notes the rows and nodes that make up the places from {@code start} to {@code end}. */
    private void cover(int start, int end, int group, boolean[] counts) {
        int from = start;
        int to = end;
        int levels = bases.size() - 1;
        for (int level = 0; from < to; level++) {
            boolean top = level == levels;
            while (from < to && (top || (from & (FANOUT - 1)) != 0)) {
                take(level, from++, group, counts);
            }
            while (from < to && (to & (FANOUT - 1)) != 0) {
                take(level, --to, group, counts);
            }
            from >>= SHIFT;
            to >>= SHIFT;
        }
    }

    private void take(int level, int index, int group, boolean[] counts) {
        if (level > 0) {
            nodes.add(bases.get(level - 1) + index);
            nodeGroups.add(group);
        } else if (counts[index]) {
            rows.add(index);
            rowGroups.add(group);
        }
    }
}
