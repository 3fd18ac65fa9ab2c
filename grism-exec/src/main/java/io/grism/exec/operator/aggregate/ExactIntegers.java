package io.grism.exec.operator.aggregate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Exact sums of integers of any size, one per group. The sum of a group is {@code small[g] + wide[g]}: the second part takes what leaves the range of a long,
 * which real data hardly ever does.
 */
final class ExactIntegers {
    private static final BigInteger MASK = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    private static final int WIDE_BYTES = 80;

    private long[] small = new long[0];
    private @Nullable BigInteger @Nullable [] wide;
    private long wideCount;

    void grow(int groups) {
        if (small.length < groups) {
            small = Arrays.copyOf(small, Math.max(groups, small.length + (small.length >> 1)));
            if (wide != null) {
                wide = Arrays.copyOf(wide, small.length);
            }
        }
    }

    void add(int group, long value) {
        long old = small[group];
        long sum = old + value;
        if (((old ^ sum) & (value ^ sum)) < 0) {
            addWide(group, BigInteger.valueOf(old));
            sum = value;
        }
        small[group] = sum;
    }

    /** Adds a 128-bit integer. */
    void add(int group, long high, long low) {
        if (high == low >> 63) {
            add(group, low);
        } else {
            addWide(group, toBigInteger(high, low));
        }
    }

    /** Adds the product of two longs. */
    void addProduct(int group, long left, long right) {
        add(group, Math.multiplyHigh(left, right), left * right);
    }

    void add(int group, BigInteger value) {
        if (value.bitLength() < Long.SIZE) {
            add(group, value.longValue());
        } else {
            addWide(group, value);
        }
    }

    void merge(ExactIntegers from, int theirs, int ours) {
        add(ours, from.small[theirs]);
        if (from.wide != null) {
            BigInteger more = from.wide[theirs];
            if (more != null) {
                addWide(ours, more);
            }
        }
    }

    /** Whether {@link #small} is the whole sum. */
    boolean isSmall(int group) {
        return wide == null || wide[group] == null;
    }

    long small(int group) {
        return small[group];
    }

    BigInteger total(int group) {
        BigInteger total = BigInteger.valueOf(small[group]);
        BigInteger more = wide == null ? null : wide[group];
        return more == null ? total : total.add(more);
    }

    long sizeInBytes() {
        return 8L * small.length + (wide == null ? 0 : 8L * wide.length + WIDE_BYTES * wideCount);
    }

    private void addWide(int group, BigInteger value) {
        if (wide == null) {
            wide = new BigInteger[small.length];
        }
        BigInteger old = wide[group];
        if (old == null) {
            wideCount++;
        }
        wide[group] = old == null ? value : old.add(value);
    }

    static BigInteger toBigInteger(long high, long low) {
        return BigInteger.valueOf(high).shiftLeft(64).or(BigInteger.valueOf(low).and(MASK));
    }

    static BigDecimal decimal(long high, long low, int scale) {
        return high == low >> 63 ? BigDecimal.valueOf(low, scale) : new BigDecimal(toBigInteger(high, low), scale);
    }
}
