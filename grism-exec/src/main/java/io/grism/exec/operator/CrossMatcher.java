package io.grism.exec.operator;

import io.grism.exec.batch.Batch;
import io.grism.exec.column.RowBuffer;
import org.jspecify.annotations.Nullable;

/** All pairs of rows. */
final class CrossMatcher implements JoinMatcher {
    private final RowBuffer rows;
    /** How many right rows are proposed for each left row. */
    private final int all;

    private boolean @Nullable [] satisfied;
    private int count;
    private int left;
    private int right;

    /** Proposes all right rows, or only the first one. */
    CrossMatcher(RowBuffer rows, boolean firstIsEnough) {
        this.rows = rows;
        this.all = firstIsEnough ? Math.min(1, rows.size()) : rows.size();
    }

    @Override
    public RowBuffer right() {
        return rows;
    }

    @Override
    public boolean isEmpty() {
        return rows.size() == 0;
    }

    @Override
    public void start(Batch batch, boolean @Nullable [] satisfiedRows) {
        count = batch.rowCount();
        satisfied = satisfiedRows;
        left = 0;
        right = 0;
    }

    @Override
    public int next(int[] leftRows, int[] rightRows) {
        int pairs = 0;
        while (left < count && pairs < leftRows.length) {
            if (right == all || (satisfied != null && satisfied[left])) {
                left++;
                right = 0;
            } else {
                int run = Math.min(all - right, leftRows.length - pairs);
                for (int i = 0; i < run; i++) {
                    leftRows[pairs] = left;
                    rightRows[pairs++] = right++;
                }
            }
        }
        return pairs;
    }

    @Override
    public void close() {
        count = 0;
    }
}
