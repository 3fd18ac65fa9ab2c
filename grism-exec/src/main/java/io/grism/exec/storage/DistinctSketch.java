package io.grism.exec.storage;

/**
 * An estimate of how many different hashes were added (HyperLogLog with 4,096 registers: a standard error of 1.6 %, and near exact for
 * small counts, where it counts linearly). Single-threaded while it grows.
 */
public final class DistinctSketch {
    private static final int BITS = 12;
    private static final int REGISTERS = 1 << BITS;

    /** How long {@link #toBytes} is. */
    public static final int BYTES = REGISTERS;

    private final byte[] registers;

    DistinctSketch() {
        this(new byte[REGISTERS]);
    }

    private DistinctSketch(byte[] registers) {
        this.registers = registers;
    }

    /** The sketch that {@link #toBytes} gave these {@link #BYTES} bytes of. */
    public static DistinctSketch of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a sketch of " + bytes.length + " bytes");
        }
        return new DistinctSketch(bytes.clone());
    }

    public byte[] toBytes() {
        return registers.clone();
    }

    void add(long hash) {
        long mixed = mix(hash);
        int register = (int) (mixed >>> (Long.SIZE - BITS));
        int rank = Math.min(Long.numberOfLeadingZeros(mixed << BITS), Long.SIZE - BITS) + 1;
        if (registers[register] < rank) {
            registers[register] = (byte) rank;
        }
    }

    void addAll(DistinctSketch other) {
        for (int i = 0; i < REGISTERS; i++) {
            if (registers[i] < other.registers[i]) {
                registers[i] = other.registers[i];
            }
        }
    }

    double estimate() {
        double sum = 0;
        int empty = 0;
        for (byte register : registers) {
            sum += 1.0 / (1L << register);
            if (register == 0) {
                empty++;
            }
        }
        double raw = 0.7213 / (1 + 1.079 / REGISTERS) * REGISTERS * REGISTERS / sum;
        if (raw <= 2.5 * REGISTERS && empty > 0) {
            return REGISTERS * Math.log((double) REGISTERS / empty);
        }
        return raw;
    }

    private static long mix(long value) {
        long z = value * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
