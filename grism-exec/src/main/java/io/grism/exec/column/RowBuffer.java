package io.grism.exec.column;

import io.grism.exec.batch.Batch;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one schema kept on the heap, column by column; it may have no column and still have rows. Single-threaded while it grows, safe
 * to read by many threads after. What it takes from a batch it copies; the batch stays the caller's.
 */
public final class RowBuffer {
    private static final long SEED = 0x5DEECE66D1CE4E5BL;

    private final Schema schema;
    private final AbstractColumn[] columns;
    private int size;

    public RowBuffer(Schema schema) {
        this.schema = schema;
        this.columns = schema.getFields().stream()
                .map(Columns::create)
                .map(AbstractColumn.class::cast)
                .toArray(AbstractColumn[]::new);
    }

    public RowBuffer(List<Field> fields) {
        this(new Schema(fields));
    }

    public Schema schema() {
        return schema;
    }

    public int size() {
        return size;
    }

    public int columnCount() {
        return columns.length;
    }

    public Column column(int index) {
        return columns[index];
    }

    public void append(Batch batch) {
        append(batch, 0, batch.rowCount());
    }

    /** Appends {@code count} rows from {@code from} on. */
    public void append(Batch batch, int from, int count) {
        Objects.checkFromIndexSize(from, count, batch.rowCount());
        for (int i = 0; i < columns.length; i++) {
            columns[i].append(batch.column(i), from, count);
        }
        size += count;
    }

    /** Appends the rows {@code rows[from..from+count)}. */
    public void append(Batch batch, int[] rows, int from, int count) {
        for (int i = 0; i < columns.length; i++) {
            columns[i].append(batch.column(i), rows, from, count);
        }
        size += count;
    }

    public void append(RowBuffer other, int from, int count) {
        Objects.checkFromIndexSize(from, count, other.size);
        for (int i = 0; i < columns.length; i++) {
            columns[i].append(other.columns[i], from, count);
        }
        size += count;
    }

    /** Appends the rows {@code rows[from..from+count)}; a negative row appends nulls. */
    public void append(RowBuffer other, int[] rows, int from, int count) {
        for (int i = 0; i < columns.length; i++) {
            columns[i].append(other.columns[i], rows, from, count);
        }
        size += count;
    }

    /** Appends one row of boxed values. */
    public void appendRow(@Nullable Object... values) {
        if (values.length != columns.length) {
            throw new IllegalArgumentException(
                    "a row of " + values.length + " values for " + columns.length + " columns");
        }
        for (int i = 0; i < columns.length; i++) {
            columns[i].append(values[i]);
        }
        size++;
    }

    /** The boxed values of a row. */
    public @Nullable Object[] row(int row) {
        @Nullable Object[] values = new @Nullable Object[columns.length];
        for (int i = 0; i < columns.length; i++) {
            values[i] = columns[i].get(row);
        }
        return values;
    }

    /** Back to no rows; keeps the arrays. */
    public void clear() {
        for (Column column : columns) {
            column.clear();
        }
        size = 0;
    }

    /** A new batch of the rows {@code rows[from..from+count)}; a negative row gives nulls. */
    public Batch gather(int[] rows, int from, int count, BufferAllocator allocator) {
        FieldVector[] vectors = new FieldVector[columns.length];
        try {
            for (int i = 0; i < columns.length; i++) {
                vectors[i] = columns[i].gather(rows, from, count, allocator);
            }
            return new Batch(count, vectors);
        } catch (Throwable e) {
            closeAll(vectors);
            throw e;
        }
    }

    /** A new vector of a column's rows {@code rows[from..from+count)}; a negative row gives nulls. */
    public FieldVector gather(int column, int[] rows, int from, int count, BufferAllocator allocator) {
        return columns[column].gather(rows, from, count, allocator);
    }

    /** A new batch of the rows {@code from .. from+count}. */
    public Batch slice(int from, int count, BufferAllocator allocator) {
        FieldVector[] vectors = new FieldVector[columns.length];
        try {
            for (int i = 0; i < columns.length; i++) {
                vectors[i] = columns[i].slice(from, count, allocator);
            }
            return new Batch(count, vectors);
        } catch (Throwable e) {
            closeAll(vectors);
            throw e;
        }
    }

    private static void closeAll(@Nullable FieldVector[] vectors) {
        for (FieldVector vector : vectors) {
            if (vector != null) {
                vector.close();
            }
        }
    }

    /** Sets {@code hashes[0..count)} to the hashes of the key columns of the rows from {@code from} on; without keys all are equal. */
    public void hash(int[] keys, int from, int count, long[] hashes) {
        Arrays.fill(hashes, 0, count, SEED);
        for (int key : keys) {
            columns[key].hash(from, count, hashes);
        }
    }

    /** Whether the keys of two rows are pairwise not distinct: NULL matches NULL. */
    public boolean equal(int row, int[] keys, RowBuffer other, int otherRow, int[] otherKeys) {
        for (int i = 0; i < keys.length; i++) {
            if (!columns[keys[i]].equal(row, other.columns[otherKeys[i]], otherRow)) {
                return false;
            }
        }
        return true;
    }

    /** Whether some key of a row is NULL. */
    public boolean anyNull(int row, int[] keys) {
        for (int key : keys) {
            if (columns[key].isNull(row)) {
                return true;
            }
        }
        return false;
    }

    /** Bytes of the arrays held. */
    public long sizeInBytes() {
        long bytes = 0;
        for (Column column : columns) {
            bytes += column.sizeInBytes();
        }
        return bytes;
    }
}
