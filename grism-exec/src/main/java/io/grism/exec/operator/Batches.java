package io.grism.exec.operator;

import io.grism.exec.batch.Batch;
import java.util.function.IntFunction;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.util.TransferPair;

/** Batches made of the rows of other batches. The batches given stay the caller's. */
public final class Batches {
    private Batches() {}

    /** A batch of {@code columns} vectors; what was made is closed when one fails. */
    public static Batch build(int rowCount, int columns, IntFunction<FieldVector> column) {
        FieldVector[] vectors = new FieldVector[columns];
        int made = 0;
        try {
            for (; made < columns; made++) {
                vectors[made] = column.apply(made);
            }
            return new Batch(rowCount, vectors);
        } catch (Throwable e) {
            for (int i = 0; i < made; i++) {
                vectors[i].close();
            }
            throw e;
        }
    }

    /** The same batch in another allocator's account; the one given is empty after. */
    public static Batch transfer(Batch batch, BufferAllocator allocator) {
        try {
            return build(batch.rowCount(), batch.columnCount(), i -> {
                FieldVector vector = batch.column(i);
                TransferPair pair = vector.getTransferPair(vector.getField(), allocator);
                pair.transfer();
                return (FieldVector) pair.getTo();
            });
        } finally {
            batch.close();
        }
    }
}
