package io.grism.exec.graph;

import io.grism.exec.batch.Batch;
import io.grism.exec.operator.Operator;
import io.grism.exec.operator.OperatorContext;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What walks from the element of each input row reach: the input's columns and the id of the element reached, each once per row. A row's elements may be spread over several batches; a
 * batch holds rows of one input batch only.
 */
public final class ReachOperator implements Operator {
    private final Operator input;
    private final OperatorContext context;
    private final int from;
    private final Reachability reachability;
    private final IdColumn sources = new IdColumn("");
    private final IdColumn vertexIds;
    private final int[] parents;

    private @Nullable Batch current;
    /** The row whose search is next, or, when it is searched from, is being read. */
    private int row;

    private boolean searched;

    /**
     * @param from the input column that holds the element
     * @param walks what is walked
     * @param vertexColumn name of the column of ids reached
     */
    public ReachOperator(Operator input, int from, Walks walks, String vertexColumn, OperatorContext context) {
        this.input = input;
        this.context = context;
        this.from = from;
        this.reachability = walks.open(context);
        this.vertexIds = new IdColumn(vertexColumn);
        this.parents = new int[context.batchRows()];
    }

    @Override
    public @Nullable Batch next() {
        while (true) {
            context.checkCancelled();
            if (current == null) {
                current = input.next();
                if (current == null) {
                    return null;
                }
                sources.read(current.column(from), current.rowCount());
                row = 0;
                searched = false;
            }
            int count = walk(current.rowCount());
            Batch output =
                    count == 0 ? null : Gathered.rows(current, parents, count, List.of(vertexIds), context.allocator());
            if (row == current.rowCount()) {
                current.close();
                current = null;
            }
            if (output != null) {
                return output;
            }
        }
    }

    /** Goes on until a batch is full or the input is walked; returns the rows made. */
    private int walk(int rowCount) {
        long[] starts = sources.values(rowCount);
        long[] reached = vertexIds.values(parents.length);
        int count = 0;
        while (row < rowCount) {
            if (!searched) {
                search(starts[row]);
            }
            int end = reachability.read(reached, count, parents.length);
            Arrays.fill(parents, count, end, row);
            count = end;
            if (!reachability.isRead()) {
                return count;
            }
            searched = false;
            row++;
        }
        return count;
    }

    private void search(long start) {
        reachability.clear();
        if (start >= 0) {
            reachability.add(start);
            reachability.search();
        }
        searched = true;
    }

    @Override
    public void close() {
        if (current != null) {
            current.close();
            current = null;
        }
        reachability.close();
        input.close();
    }
}
