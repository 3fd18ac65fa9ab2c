package io.grism.exec.column;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * A growable on-heap column over primitive arrays, with values of one {@link io.grism.exec.batch.TypeKind}. Order and equality are SQL's: NULL is not
 * distinct from NULL here (callers that join decide otherwise with {@link #isNull}), NaN equals NaN and is the greatest, -0.0 equals 0.0, strings compare by code
 * point, decimals of one column have one scale. Single-threaded while it grows, safe to read by many threads after.
 */
public interface Column {
    Field field();

    int size();

    boolean isNull(int row);

    /** Whether some row may be null. */
    boolean hasNulls();

    /** Appends {@code count} values of the vector from {@code from} on. */
    void append(FieldVector vector, int from, int count);

    /** Appends the values at {@code rows[from..from+count)}. */
    void append(FieldVector vector, int[] rows, int from, int count);

    /** Appends values of another column of the same type. */
    void append(Column other, int from, int count);

    /** Appends the values of another column at {@code rows[from..from+count)}; a negative row appends null. */
    void append(Column other, int[] rows, int from, int count);

    /** Appends one boxed value, as TypeKind names it, or null. */
    void append(@Nullable Object value);

    /** The boxed value of a row. */
    @Nullable
    Object get(int row);

    /** Back to size 0; keeps the arrays. */
    void clear();

    /** A new vector with the values at {@code rows[from..from+count)}; a negative row gives null. */
    FieldVector gather(int[] rows, int from, int count, BufferAllocator allocator);

    /** A new vector with the values {@code from .. from+count}. */
    FieldVector slice(int from, int count, BufferAllocator allocator);

    /** Order of two values that are not null; the other column has the same type. */
    int compare(int row, Column other, int otherRow);

    /** IS NOT DISTINCT FROM. */
    boolean equal(int row, Column other, int otherRow);

    /**
     * Combines each value's hash into {@code hashes[0..count)}, rows {@code from} on: {@code hashes[i] = mix(hashes[i], hash(row))}. Equal values hash equally, also across columns
     * of the same type. For hash tables; the partition hash of exchanges is another one.
     */
    void hash(int from, int count, long[] hashes);

    /** Bytes of the arrays held. */
    long sizeInBytes();
}
