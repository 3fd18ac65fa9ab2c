package io.grism.exec.operator;

import io.grism.exec.batch.Batch;
import io.grism.exec.column.RowBuffer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Rows in order, of which batches are made. Values that the packed keys hold are read there, in order; the others are gathered.
 *
 * @param schema of the rows, of which {@code columns} go into the batches
 * @param rows null if the keys hold all columns
 * @param order row numbers, in order; empty if there are no rows
 */
record SortedRows(
        Schema schema, int[] columns, int size, @Nullable RowBuffer rows, int[] order, @Nullable PackedKeys keys) {
    /** A new batch of the rows {@code from .. from+count} of the order. */
    Batch batch(int from, int count, BufferAllocator allocator) {
        FieldVector[] vectors = new FieldVector[columns.length];
        try {
            for (int i = 0; i < vectors.length; i++) {
                vectors[i] = vector(columns[i], from, count, allocator);
            }
            return new Batch(count, vectors);
        } catch (Throwable e) {
            for (FieldVector vector : vectors) {
                if (vector != null) {
                    vector.close();
                }
            }
            throw e;
        }
    }

    private FieldVector vector(int column, int from, int count, BufferAllocator allocator) {
        int key = keys == null ? -1 : keys.find(column);
        if (keys != null && key >= 0) {
            return keys.vector(key, schema.getFields().get(column), from, count, allocator);
        }
        if (rows == null) {
            throw new IllegalStateException("no rows for column " + column);
        }
        return rows.gather(column, order, from, count, allocator);
    }
}
