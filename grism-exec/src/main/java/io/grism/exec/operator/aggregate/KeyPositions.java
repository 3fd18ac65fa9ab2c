package io.grism.exec.operator.aggregate;

/**
 * Groups by position of their key in a range of longs: one array access instead of a probe. Used as long as the range of all keys stays small for the number of keys seen; a key
 * far off ends it for good.
 */
final class KeyPositions {
    /** A range that is always small enough. */
    private static final long SMALL = 1 << 16;
    /** The longest range that many rows alone justify. */
    private static final long LONG = 1 << 22;

    private static final int RANGE_PER_KEY = 8;
    private static final int RANGE_PER_GROUP = 4;

    /** Group plus one, 0 for none; empty while not in use. */
    private int[] groups = {};

    private long base;
    private long least = Long.MAX_VALUE;
    private long greatest = Long.MIN_VALUE;
    private long seen;
    private boolean over;

    /**
     * Prepares for more keys; false when groups are not to be found here, now.
     *
     * @param known the keys of the groups so far, by group
     * @param nullGroup a group without a key, or negative
     */
    boolean cover(long[] keys, int count, long[] known, int size, int nullGroup) {
        if (over) {
            return false;
        }
        seen += count;
        for (int i = 0; i < count; i++) {
            least = Math.min(least, keys[i]);
            greatest = Math.max(greatest, keys[i]);
        }
        if (least > greatest) {
            return groups.length > 0;
        }
        long range = greatest - least + 1;
        long most = Math.max(
                SMALL, Math.max(Math.min(LONG, RANGE_PER_KEY * seen), RANGE_PER_GROUP * ((long) size + count)));
        if (range <= 0 || range > Math.min(most, Integer.MAX_VALUE >> 1)) {
            over = groups.length > 0;
            groups = new int[0];
            return false;
        }
        if (groups.length == 0 || least < base || greatest - base >= groups.length) {
            move((int) range, known, size, nullGroup);
        }
        return true;
    }

    /** Makes the array cover all keys, with room to grow where it has grown. */
    private void move(int range, long[] known, int size, int nullGroup) {
        int length = groups.length == 0 ? range : (int) Math.max(range, Math.min(2L * groups.length, 2L * range));
        boolean downwards = groups.length > 0 && least < base;
        long lowest = greatest - length + 1;
        base = downwards && lowest <= least ? lowest : least;
        groups = new int[length];
        for (int group = 0; group < size; group++) {
            if (group != nullGroup) {
                groups[(int) (known[group] - base)] = group + 1;
            }
        }
    }

    /** Writes the group of each key, which are covered; new keys make new groups. Returns how many there are. */
    int find(long[] keys, int count, int[] into, long[] known, int size) {
        int next = size;
        int[] byPosition = groups;
        long from = base;
        for (int i = 0; i < count; i++) {
            int position = (int) (keys[i] - from);
            int group = byPosition[position];
            if (group == 0) {
                known[next] = keys[i];
                group = ++next;
                byPosition[position] = group;
            }
            into[i] = group - 1;
        }
        return next;
    }

    long sizeInBytes() {
        return 4L * groups.length;
    }
}
