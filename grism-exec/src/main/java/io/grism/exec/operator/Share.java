package io.grism.exec.operator;

/** The part that one task reads of what all tasks of a stage read together: scans are cut into {@code partitions} parts. */
public record Share(int partition, int partitions) {
    /** All of it, for the only task. */
    public static final Share WHOLE = new Share(0, 1);

    public Share {
        if (partition < 0 || partition >= partitions) {
            throw new IllegalArgumentException("partition " + partition + " of " + partitions);
        }
    }

    public boolean isWhole() {
        return partitions == 1;
    }

    /** Whether the task reads what is not cut: files, constant rows. */
    public boolean isFirst() {
        return partition == 0;
    }
}
