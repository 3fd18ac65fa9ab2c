package io.grism.exec.graph;

import io.grism.exec.batch.Batch;
import io.grism.exec.kernel.Gather;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;

/** Batches made of chosen rows of another batch, with columns of ids added. */
final class Gathered {
    private Gathered() {}

    /**
     * A new batch: the columns of {@code parent} at the first {@code count} of {@code rows}, then the ids. The parent stays the caller's.
     */
    static Batch rows(Batch parent, int[] rows, int count, List<IdColumn> ids, BufferAllocator allocator) {
        Batch taken = Gather.gather(parent, rows, count, allocator);
        int width = taken.columnCount();
        FieldVector[] added = new FieldVector[ids.size()];
        try {
            for (int i = 0; i < added.length; i++) {
                added[i] = ids.get(i).toVector(count, allocator);
            }
            FieldVector[] all = new FieldVector[width + added.length];
            for (int c = 0; c < all.length; c++) {
                all[c] = c < width ? taken.column(c) : added[c - width];
            }
            return new Batch(count, all);
        } catch (Throwable e) {
            taken.close();
            for (FieldVector vector : added) {
                if (vector != null) {
                    vector.close();
                }
            }
            throw e;
        }
    }
}
