package io.grism.exec.operator;

import io.grism.exec.column.RowBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stable sort of the rows of several runs, one after the other, by keys that fit into one long together: a round packs the keys, one scatters them into partitions by their
 * high bits, and one sorts the partitions, which then stand in order. Rows of which only keys are wanted need no numbers: their keys tell all.
 */
final class PackedSort {
    /** Fewer rows are not worth the rounds. */
    static final int LEAST_ROWS = 4096;
    /** More do not fit into arrays. */
    static final int MOST_ROWS = Integer.MAX_VALUE - 8;

    /** For each row what the rounds hold: keys and row numbers, twice. */
    private static final int BYTES_PER_ROW = 24;

    private static final int MOST_COUNTED_BITS = 16;
    private static final int PARTITION_ROWS = 1 << 14;
    private static final int MOST_PARTITIONS = 512;
    private static final int CANCEL_ROWS = 1 << 16;

    private enum Phase {
        NEW,
        PACK,
        SCATTER,
        SORT,
        DONE
    }

    private List<RowBuffer> runs;
    private final List<PackedKey> fields;
    private final boolean numbered;
    private final int[] bases;
    private final int size;
    private final int countedShift;
    private final int[][] counts;
    private Phase phase = Phase.NEW;
    private int[] starts = {};
    private int[] partitionOf = {};
    /** Keys by row; spare when the partitions are sorted. */
    private long[] keys;
    /** Spare when the partitions are sorted. */
    private int[] rows;

    private long[] sortedKeys = {};
    private int[] sortedRows = {};

    /** The sort that {@link #bytesFor} says the memory of; the runs are read in the first round. */
    PackedSort(List<RowBuffer> runs, List<PackedKey> fields, boolean numbered) {
        this.runs = List.copyOf(runs);
        this.fields = List.copyOf(fields);
        this.numbered = numbered;
        bases = new int[runs.size() + 1];
        for (int i = 0; i < runs.size(); i++) {
            bases[i + 1] = Math.addExact(bases[i], runs.get(i).size());
        }
        size = bases[runs.size()];
        int counted = countedBits(size);
        int bits = bits(fields);
        countedShift = Math.max(0, bits - counted);
        counts = new int[runs.size()][1 << Math.min(bits, counted)];
        keys = new long[size];
        rows = new int[numbered ? size : 0];
    }

    /** Where the keys stand in a long, or null if they do not fit. */
    static @Nullable List<PackedKey> layout(List<SortKey> keys, List<KeyRange> ranges) {
        int bits = 0;
        for (KeyRange range : ranges) {
            bits += PackedKey.bits(range);
            if (bits >= Long.SIZE) {
                return null;
            }
        }
        List<PackedKey> fields = new ArrayList<>();
        int shift = bits;
        for (int i = 0; i < keys.size(); i++) {
            shift -= PackedKey.bits(ranges.get(i));
            fields.add(PackedKey.of(keys.get(i), ranges.get(i), shift));
        }
        return fields;
    }

    /** Bytes that a sort of so many rows in so many runs holds besides them. */
    static long bytesFor(long rows, int runs) {
        return BYTES_PER_ROW * rows + 4L * (runs + 1) * (1 << countedBits(rows));
    }

    private static int bits(List<PackedKey> fields) {
        return fields.stream().mapToInt(PackedKey::bits).sum();
    }

    /** So many high bits tell partitions apart. */
    private static int countedBits(long rows) {
        return Math.max(1, Math.min(MOST_COUNTED_BITS, Long.SIZE - Long.numberOfLeadingZeros(rows) - 3));
    }

    int size() {
        return size;
    }

    /** The keys in order; after the last round. */
    PackedKeys sorted() {
        return new PackedKeys(fields, sortedKeys);
    }

    /** The rows in order, counted through the runs; empty if they are not numbered. */
    int[] rows() {
        return sortedRows;
    }

    /** Prepares the next round; returns its parts, 0 at the end. */
    int nextRound() {
        switch (phase) {
            case NEW -> phase = Phase.PACK;
            case PACK -> {
                phase = Phase.SCATTER;
                runs = List.of();
                partition();
                sortedKeys = new long[keys.length];
                sortedRows = new int[rows.length];
            }
            case SCATTER -> phase = Phase.SORT;
            case SORT, DONE -> {
                phase = Phase.DONE;
                keys = new long[0];
                rows = new int[0];
            }
        }
        return switch (phase) {
            case NEW, DONE -> 0;
            case PACK, SCATTER -> bases.length - 1;
            case SORT -> starts.length - 1;
        };
    }

    /** Does one part of the round. */
    void work(int part, OperatorContext context) {
        switch (phase) {
            case PACK -> pack(part, context);
            case SCATTER -> scatter(part, context);
            case SORT -> {
                context.checkCancelled();
                RadixSort.sort(
                        sortedKeys,
                        numbered ? sortedRows : null,
                        starts[part],
                        starts[part + 1],
                        keys,
                        numbered ? rows : null);
            }
            case NEW, DONE -> throw new IllegalStateException("no round");
        }
    }

    private void pack(int run, OperatorContext context) {
        RowBuffer buffer = runs.get(run);
        int base = bases[run];
        int[] count = counts[run];
        for (int from = 0; from < buffer.size(); from += CANCEL_ROWS) {
            context.checkCancelled();
            int n = Math.min(CANCEL_ROWS, buffer.size() - from);
            for (PackedKey field : fields) {
                field.pack(buffer.column(field.key().column()), from, n, keys, base + from);
            }
            for (int i = base + from; i < base + from + n; i++) {
                count[(int) (keys[i] >>> countedShift)]++;
            }
        }
    }

    /** Puts neighbouring high bits into partitions of about equal size, and sets the counts to where each run writes its rows of a partition. */
    private void partition() {
        int buckets = counts[0].length;
        long most = Math.max(PARTITION_ROWS, size / MOST_PARTITIONS);
        partitionOf = new int[buckets];
        int[] ends = new int[buckets + 1];
        int partitions = 0;
        int rowsBefore = 0;
        int end = 0;
        for (int bucket = 0; bucket < buckets; bucket++) {
            int inBucket = 0;
            for (int[] count : counts) {
                inBucket += count[bucket];
            }
            if (end > rowsBefore && (long) end - rowsBefore + inBucket > most) {
                ends[++partitions] = end;
                rowsBefore = end;
            }
            partitionOf[bucket] = partitions;
            end += inBucket;
        }
        ends[++partitions] = end;
        starts = Arrays.copyOf(ends, partitions + 1);
        int[] next = starts.clone();
        for (int[] count : counts) {
            int[] own = next.clone();
            for (int bucket = 0; bucket < buckets; bucket++) {
                next[partitionOf[bucket]] += count[bucket];
            }
            System.arraycopy(own, 0, count, 0, partitions);
        }
    }

    private void scatter(int run, OperatorContext context) {
        int[] next = Arrays.copyOf(counts[run], starts.length - 1);
        for (int from = bases[run]; from < bases[run + 1]; from += CANCEL_ROWS) {
            context.checkCancelled();
            int to = Math.min(bases[run + 1], from + CANCEL_ROWS);
            if (numbered) {
                for (int i = from; i < to; i++) {
                    long key = keys[i];
                    int at = next[partitionOf[(int) (key >>> countedShift)]]++;
                    sortedKeys[at] = key;
                    sortedRows[at] = i;
                }
            } else {
                for (int i = from; i < to; i++) {
                    long key = keys[i];
                    sortedKeys[next[partitionOf[(int) (key >>> countedShift)]]++] = key;
                }
            }
        }
    }
}
