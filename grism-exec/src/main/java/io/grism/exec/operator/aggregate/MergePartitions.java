package io.grism.exec.operator.aggregate;

/**
 * The groups of one driver's state, counting-sorted by the high bits of their hashes, so that equal keys of all drivers stand in equal partitions.
 */
final class MergePartitions {
    private final GroupedState state;
    private final int[] groups;
    private final int[] starts;

    /** Sorts into {@code 2^bits} partitions. */
    MergePartitions(GroupedState state, int bits) {
        this.state = state;
        GroupTable table = state.table();
        groups = new int[table.size()];
        starts = new int[(1 << bits) + 1];
        for (int group = 0; group < groups.length; group++) {
            starts[partition(table, group, bits) + 1]++;
        }
        for (int i = 1; i < starts.length; i++) {
            starts[i] += starts[i - 1];
        }
        int[] next = starts.clone();
        for (int group = 0; group < groups.length; group++) {
            groups[next[partition(table, group, bits)]++] = group;
        }
    }

    void mergeInto(GroupedState target, int partition) {
        target.merge(state, groups, starts[partition], starts[partition + 1]);
    }

    private static int partition(GroupTable table, int group, int bits) {
        return bits == 0 ? 0 : (int) (table.hash(group) >>> (Long.SIZE - bits));
    }
}
