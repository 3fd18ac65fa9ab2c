package io.grism.exec.operator.aggregate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Exact sums of doubles, one per group, rounded once at the end, so that they do not depend on the order of the input. The sum of a group is
 * {@code high + low + wide}; additions are error-free transformations (Knuth's TwoSum), and what two doubles cannot hold goes to a {@link WideDouble}. NaN
 * and the infinities are flags.
 */
final class ExactDoubles {
    private static final double SAFE = 0x1p1020;
    private static final double LEAST_EXACT_PRODUCT = 0x1p-960;
    private static final byte POSITIVE = 1;
    private static final byte NEGATIVE = 2;
    private static final byte NAN = 4;

    private double[] high = new double[0];
    private double[] low = new double[0];
    private byte[] special = new byte[0];
    private @Nullable WideDouble @Nullable [] wide;
    /** Sums of products beyond the range of doubles; made only when such a product comes. */
    private @Nullable BigDecimal @Nullable [] beyond;

    private long wideCount;

    void grow(int groups) {
        if (high.length < groups) {
            int capacity = Math.max(groups, high.length + (high.length >> 1));
            high = Arrays.copyOf(high, capacity);
            low = Arrays.copyOf(low, capacity);
            special = Arrays.copyOf(special, capacity);
            if (wide != null) {
                wide = Arrays.copyOf(wide, capacity);
            }
            if (beyond != null) {
                beyond = Arrays.copyOf(beyond, capacity);
            }
        }
    }

    void add(int group, double value) {
        double oldHigh = high[group];
        double sum = oldHigh + value;
        if (!(Math.abs(sum) <= SAFE)) {
            addRare(group, value);
            return;
        }
        double part = sum - oldHigh;
        double error = (oldHigh - (sum - part)) + (value - part);
        double oldLow = low[group];
        double lowSum = oldLow + error;
        double lowPart = lowSum - oldLow;
        double lost = (oldLow - (lowSum - lowPart)) + (error - lowPart);
        high[group] = sum;
        low[group] = lowSum;
        if (lost != 0) {
            wide(group).add(lost);
        }
    }

    /** Adds an exact product. */
    void addProduct(int group, double left, double right) {
        double product = left * right;
        double size = Math.abs(product);
        if (size <= SAFE && size >= LEAST_EXACT_PRODUCT) {
            add(group, product);
            add(group, Math.fma(left, right, -product));
        } else if (Double.isFinite(left) && Double.isFinite(right)) {
            if (left != 0 && right != 0) {
                addBeyond(group, new BigDecimal(left).multiply(new BigDecimal(right)));
            }
        } else {
            addRare(group, product);
        }
    }

    void merge(ExactDoubles from, int theirs, int ours) {
        special[ours] |= from.special[theirs];
        add(ours, from.high[theirs]);
        add(ours, from.low[theirs]);
        WideDouble more = from.wide == null ? null : from.wide[theirs];
        if (more != null) {
            wide(ours).add(more);
        }
        BigDecimal products = from.beyond == null ? null : from.beyond[theirs];
        if (products != null) {
            addBeyond(ours, products);
        }
    }

    /** Whether NaN or an infinity came in; {@link #exact} is then without meaning. */
    boolean isSpecial(int group) {
        return special[group] != 0;
    }

    double toDouble(int group) {
        if (special[group] != 0) {
            return specialValue(group);
        }
        WideDouble more = wide == null ? null : wide[group];
        if (beyond != null && beyond[group] != null) {
            return exact(group).doubleValue();
        }
        double sum =
                more == null ? high[group] + low[group] : WideDouble.toDouble(more.unitsWith(high[group], low[group]));
        return sum == 0 ? 0.0 : sum;
    }

    /** The sum rounded once to a float. */
    float toFloat(int group) {
        double sum = toDouble(group);
        if (!Double.isFinite(sum) || sum == (float) sum) {
            return isSpecial(group) || Double.isFinite(sum)
                    ? (float) sum
                    : exact(group).floatValue();
        }
        return exact(group).floatValue();
    }

    /** The sum without rounding; the group has no NaN and no infinity. */
    BigDecimal exact(int group) {
        WideDouble more = wide == null ? null : wide[group];
        BigInteger units = (more == null ? new WideDouble() : more).unitsWith(high[group], low[group]);
        BigDecimal sum = WideDouble.toBigDecimal(units);
        BigDecimal products = beyond == null ? null : beyond[group];
        return products == null ? sum : sum.add(products);
    }

    double specialValue(int group) {
        return switch (special[group]) {
            case POSITIVE -> Double.POSITIVE_INFINITY;
            case NEGATIVE -> Double.NEGATIVE_INFINITY;
            default -> Double.NaN;
        };
    }

    long sizeInBytes() {
        return 17L * high.length + (wide == null ? 0 : 8L * wide.length + WideDouble.BYTES * wideCount);
    }

    private void addRare(int group, double value) {
        if (Double.isNaN(value)) {
            special[group] |= NAN;
        } else if (Double.isInfinite(value)) {
            special[group] |= value > 0 ? POSITIVE : NEGATIVE;
        } else {
            wide(group).add(value);
        }
    }

    private void addBeyond(int group, BigDecimal product) {
        if (beyond == null) {
            beyond = new BigDecimal[high.length];
        }
        BigDecimal old = beyond[group];
        beyond[group] = old == null ? product : old.add(product);
    }

    private WideDouble wide(int group) {
        if (wide == null) {
            wide = new WideDouble[high.length];
        }
        WideDouble found = wide[group];
        if (found == null) {
            found = new WideDouble();
            wide[group] = found;
            wideCount++;
        }
        return found;
    }
}
