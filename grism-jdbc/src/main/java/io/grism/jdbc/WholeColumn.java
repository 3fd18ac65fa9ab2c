package io.grism.jdbc;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.Raw;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;

/** Reads a column of whole numbers from the memory of its vectors. */
final class WholeColumn {
    private final TypeKind kind;
    private long data;
    /** 0 if the vector has no NULLs. */
    private long validity;

    private WholeColumn(TypeKind kind) {
        this.kind = kind;
    }

    static boolean canRead(TypeKind kind) {
        return switch (kind) {
            case TINYINT, SMALLINT, INTEGER, BIGINT -> true;
            default -> false;
        };
    }

    /** A column of a kind that {@link #canRead} allows. */
    static WholeColumn of(TypeKind kind) {
        if (!canRead(kind)) {
            throw new IllegalArgumentException("no whole numbers: " + kind);
        }
        return new WholeColumn(kind);
    }

    /** Reads this vector from now on, which must stay open. */
    void read(FieldVector vector) {
        data = vector.getDataBufferAddress();
        validity = Raw.allValid(vector) ? 0 : vector.getValidityBufferAddress();
    }

    boolean isNull(int row) {
        return validity != 0 && !Raw.bit(validity, row);
    }

    /** The value of a row that is not NULL. */
    long get(int row) {
        return switch (kind) {
            case BIGINT -> MemoryUtil.getLong(data + 8L * row);
            case INTEGER -> MemoryUtil.getInt(data + 4L * row);
            case SMALLINT -> MemoryUtil.getShort(data + 2L * row);
            default -> MemoryUtil.getByte(data + row);
        };
    }
}
