package io.grism.exec.operator.aggregate;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * An exact sum of finite doubles over their whole range: a fixed-point number in units of 2^-1074, as signed limbs that each stand for 32 bits and carry late.
 */
final class WideDouble {
    private static final int LIMBS = 68;
    private static final long LIMB_MASK = 0xFFFF_FFFFL;
    private static final int UNIT_EXPONENT = 1074;
    private static final int ADDITIONS_BEFORE_CARRY = 1 << 29;

    static final long BYTES = 8L * LIMBS + 48;

    private final long[] limbs = new long[LIMBS];
    private int additions;

    void add(double value) {
        long bits = Double.doubleToRawLongBits(value);
        int exponent = (int) (bits >>> 52) & 0x7FF;
        long mantissa = bits & 0xF_FFFF_FFFF_FFFFL;
        int shift = 0;
        if (exponent != 0) {
            mantissa |= 1L << 52;
            shift = exponent - 1;
        }
        int limb = shift >> 5;
        int offset = shift & 31;
        long low = (mantissa << offset) & LIMB_MASK;
        long middle = (mantissa >>> (32 - offset)) & LIMB_MASK;
        long high = offset == 0 ? 0 : mantissa >>> (64 - offset);
        if (bits < 0) {
            limbs[limb] -= low;
            limbs[limb + 1] -= middle;
            limbs[limb + 2] -= high;
        } else {
            limbs[limb] += low;
            limbs[limb + 1] += middle;
            limbs[limb + 2] += high;
        }
        if (++additions == ADDITIONS_BEFORE_CARRY) {
            carry();
        }
    }

    void add(WideDouble other) {
        carry();
        other.carry();
        for (int i = 0; i < LIMBS; i++) {
            limbs[i] += other.limbs[i];
        }
        additions = 1;
    }

    /** The sum plus two more numbers, in units of 2^-1074. */
    BigInteger unitsWith(double first, double second) {
        WideDouble sum = new WideDouble();
        sum.add(this);
        sum.add(first);
        sum.add(second);
        sum.carry();
        byte[] bytes = new byte[4 * LIMBS + 4];
        long top = sum.limbs[LIMBS - 1];
        for (int i = 0; i < LIMBS - 1; i++) {
            put(bytes, i, (int) sum.limbs[i]);
        }
        put(bytes, LIMBS - 1, (int) top);
        put(bytes, LIMBS, (int) (top >> 32));
        return new BigInteger(bytes);
    }

    /** The double nearest to a number of units, ties to even. */
    static double toDouble(BigInteger units) {
        BigInteger magnitude = units.abs();
        int shift = magnitude.bitLength() - 53;
        double result;
        if (shift <= 0) {
            result = Math.scalb((double) magnitude.longValue(), -UNIT_EXPONENT);
        } else {
            long top = magnitude.shiftRight(shift).longValue();
            boolean half = magnitude.testBit(shift - 1);
            boolean beyond = magnitude.getLowestSetBit() < shift - 1;
            if (half && (beyond || (top & 1) == 1)) {
                top++;
            }
            result = Math.scalb((double) top, shift - UNIT_EXPONENT);
        }
        return units.signum() < 0 ? -result : result;
    }

    static BigDecimal toBigDecimal(BigInteger units) {
        if (units.signum() == 0) {
            return BigDecimal.ZERO;
        }
        int zeros = units.getLowestSetBit();
        BigInteger odd = units.shiftRight(zeros);
        int exponent = zeros - UNIT_EXPONENT;
        return exponent >= 0
                ? new BigDecimal(odd.shiftLeft(exponent))
                : new BigDecimal(odd.multiply(BigInteger.valueOf(5).pow(-exponent)), -exponent);
    }

    private void carry() {
        additions = 0;
        long carry = 0;
        for (int i = 0; i < LIMBS - 1; i++) {
            long value = limbs[i] + carry;
            limbs[i] = value & LIMB_MASK;
            carry = value >> 32;
        }
        limbs[LIMBS - 1] += carry;
    }

    private static void put(byte[] bytes, int word, int value) {
        int at = bytes.length - 4 * (word + 1);
        bytes[at] = (byte) (value >> 24);
        bytes[at + 1] = (byte) (value >> 16);
        bytes[at + 2] = (byte) (value >> 8);
        bytes[at + 3] = (byte) value;
    }
}
