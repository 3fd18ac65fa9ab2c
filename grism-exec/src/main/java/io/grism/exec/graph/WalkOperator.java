package io.grism.exec.graph;

import io.grism.exec.batch.Batch;
import io.grism.exec.operator.Operator;
import io.grism.exec.operator.OperatorContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operator that walks from the elements of each input row, and makes rows of the input's columns and of ids. What a row leads to may be spread over several batches, so a walk can be left and gone on with; a batch holds rows of one
 * input batch only.
 */
abstract class WalkOperator implements Operator {
    /** The input row of each row made; as long as a batch may be. */
    final int[] parents;

    private final Operator input;
    private final OperatorContext context;
    private final List<IdColumn> added = new ArrayList<>();
    private @Nullable Batch current;
    /** The input row at which the walk stands. */
    int row;

    WalkOperator(Operator input, OperatorContext context) {
        this.input = input;
        this.context = context;
        this.parents = new int[context.batchRows()];
    }

    /** The next column of ids that is made, after those of the input: {@link #walk} fills it. */
    final IdColumn add(String name) {
        IdColumn ids = new IdColumn(name);
        added.add(ids);
        return ids;
    }

    /** Reads the elements to walk from; the walk stands before the first of them. */
    abstract void start(Batch batch);

    /** Goes on from where the walk stands until a batch is full or {@link #row} is {@code rowCount}; returns the rows made. */
    abstract int walk(int rowCount);

    @Override
    public final @Nullable Batch next() {
        while (true) {
            context.checkCancelled();
            if (current == null) {
                current = input.next();
                if (current == null) {
                    return null;
                }
                row = 0;
                start(current);
            }
            int count = walk(current.rowCount());
            Batch output = count == 0 ? null : Gathered.rows(current, parents, count, added, context.allocator());
            if (row == current.rowCount()) {
                current.close();
                current = null;
            }
            if (output != null) {
                return output;
            }
        }
    }

    @Override
    public final void close() {
        if (current != null) {
            current.close();
            current = null;
        }
        input.close();
    }
}
