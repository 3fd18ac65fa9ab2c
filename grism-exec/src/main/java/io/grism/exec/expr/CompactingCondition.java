package io.grism.exec.expr;

import io.grism.exec.batch.Batch;
import io.grism.exec.kernel.Gather;
import io.grism.exec.kernel.Masks;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.jspecify.annotations.Nullable;

/** A condition whose values can fail or cost much: computed for the active rows alone, gathered into a batch of their own. */
final class CompactingCondition implements Condition {
    private static final long[] NONE = {};

    private final Condition condition;
    private final int[] columns;
    private final BufferAllocator allocator;
    private int[] selected = {};
    private long[] all = NONE;
    private long[] trueOnes = NONE;
    private long[] falseOnes = NONE;

    /**
     * A condition for some rows.
     *
     * @param columns the columns that the condition reads
     */
    CompactingCondition(Condition condition, int[] columns, BufferAllocator allocator) {
        this.condition = condition;
        this.columns = columns;
        this.allocator = allocator;
    }

    @Override
    public void decide(Batch batch, long[] active, long[] trues, long @Nullable [] falses) {
        int rows = batch.rowCount();
        int count = Masks.count(active, rows);
        if (count == rows) {
            condition.decide(batch, active, trues, falses);
            return;
        }
        if (selected.length < rows) {
            selected = new int[rows];
        }
        Masks.toRows(active, rows, selected);
        Masks.clear(trues, rows);
        if (falses != null) {
            Masks.clear(falses, rows);
        }
        if (count == 0) {
            return;
        }
        all = Masks.ensure(all, count);
        trueOnes = Masks.ensure(trueOnes, count);
        falseOnes = Masks.ensure(falseOnes, count);
        Masks.fill(all, count);
        try (Batch compact = compact(batch, count)) {
            condition.decide(compact, all, trueOnes, falses == null ? null : falseOnes);
        }
        spread(trueOnes, count, trues);
        if (falses != null) {
            spread(falseOnes, count, falses);
        }
    }

    /** The active rows, in the columns that are read. */
    private Batch compact(Batch batch, int count) {
        FieldVector[] vectors = new FieldVector[batch.columnCount()];
        try {
            for (int column : columns) {
                vectors[column] = Gather.gather(batch.column(column), selected, 0, count, allocator);
            }
            for (int i = 0; i < vectors.length; i++) {
                if (vectors[i] == null) {
                    vectors[i] = new NullVector("unread", count);
                }
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

    private void spread(long[] compact, int count, long[] mask) {
        for (int i = 0; i < count; i++) {
            if (Masks.get(compact, i)) {
                Masks.set(mask, selected[i]);
            }
        }
    }
}
