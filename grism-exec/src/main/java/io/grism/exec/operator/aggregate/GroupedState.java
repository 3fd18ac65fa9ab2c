package io.grism.exec.operator.aggregate;

/** The groups of one grouping set and their aggregates. Single-threaded. */
final class GroupedState {
    private static final int MERGE_CHUNK = 4096;

    private final GroupTable table;
    private final Accumulator[] accumulators;
    private final boolean single;

    GroupedState(GroupTable table, Accumulator[] accumulators) {
        this.table = table;
        this.accumulators = accumulators;
        this.single = table instanceof SingleGroupTable;
        grow();
    }

    GroupTable table() {
        return table;
    }

    Accumulator accumulator(int call) {
        return accumulators[call];
    }

    /** Adds a run of rows; {@code groups} and {@code scratch} have room for it. */
    void add(AggregateInput input, AggregateSelection[] selections, int[] groups, int[] scratch) {
        table.find(input, groups);
        grow();
        for (int i = 0; i < accumulators.length; i++) {
            AggregateSelection selection = selections[i];
            int[] packed = selection.pack(groups, input.rowCount(), scratch);
            if (single) {
                accumulators[i].addToOnly(input, selection.rows(), packed, selection.count());
            } else {
                accumulators[i].add(input, selection.rows(), packed, selection.count());
            }
        }
    }

    /** Merges the groups {@code theirs[from .. to)} of another state. */
    void merge(GroupedState other, int[] theirs, int from, int to) {
        int[] chunk = new int[Math.min(MERGE_CHUNK, to - from)];
        int[] ours = new int[chunk.length];
        for (int at = from; at < to; at += chunk.length) {
            int count = Math.min(chunk.length, to - at);
            System.arraycopy(theirs, at, chunk, 0, count);
            table.find(other.table, chunk, count, ours);
            grow();
            for (int i = 0; i < accumulators.length; i++) {
                accumulators[i].merge(other.accumulators[i], chunk, ours, count);
            }
        }
    }

    long sizeInBytes() {
        long bytes = table.sizeInBytes();
        for (Accumulator accumulator : accumulators) {
            bytes += accumulator.sizeInBytes();
        }
        return bytes;
    }

    private void grow() {
        for (Accumulator accumulator : accumulators) {
            accumulator.grow(table.size());
        }
    }
}
