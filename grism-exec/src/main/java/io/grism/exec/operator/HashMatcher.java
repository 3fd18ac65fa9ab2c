package io.grism.exec.operator;

import io.grism.exec.batch.Batch;
import io.grism.exec.column.RowBuffer;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Pairs of rows with equal keys. */
final class HashMatcher implements JoinMatcher {
    private final JoinBuild build;
    private final boolean firstIsEnough;
    private final RowBuffer keys;
    private int[] first = new int[0];
    private boolean @Nullable [] satisfied;
    private int count;
    private int left;
    private int right = JoinIndex.NONE;

    /** Proposes all matches of a row, or only the first one. */
    HashMatcher(JoinBuild build, boolean firstIsEnough) {
        this.build = build;
        this.firstIsEnough = firstIsEnough;
        this.keys = new RowBuffer(build.keys().leftFields());
    }

    @Override
    public RowBuffer right() {
        return build.rows();
    }

    @Override
    public boolean isEmpty() {
        return build.rows().size() == 0;
    }

    @Override
    public void start(Batch batch, boolean @Nullable [] satisfiedRows) {
        count = batch.rowCount();
        satisfied = satisfiedRows;
        if (first.length < count) {
            first = new int[count];
        }
        FieldVector[] vectors = new FieldVector[keys.columnCount()];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = batch.column(build.keys().left(i));
        }
        keys.clear();
        keys.append(new Batch(count, vectors));
        build.index().find(keys, count, first);
        left = 0;
        right = count == 0 ? JoinIndex.NONE : first[0];
    }

    @Override
    public int next(int[] leftRows, int[] rightRows) {
        JoinIndex index = build.index();
        if (firstIsEnough || (index.isUnique() && satisfied == null)) {
            return nextFirst(leftRows, rightRows);
        }
        return index.isGrouped() ? nextRuns(index, leftRows, rightRows) : nextChained(index, leftRows, rightRows);
    }

    private int nextFirst(int[] leftRows, int[] rightRows) {
        int pairs = 0;
        int row = left;
        while (row < count && pairs < leftRows.length) {
            leftRows[pairs] = row;
            rightRows[pairs] = first[row];
            pairs += first[row] >= 0 ? 1 : 0;
            row++;
        }
        left = row;
        return pairs;
    }

    private int nextRuns(JoinIndex index, int[] leftRows, int[] rightRows) {
        int pairs = 0;
        while (left < count && pairs < leftRows.length) {
            if (right == JoinIndex.NONE || (satisfied != null && satisfied[left])) {
                left++;
                right = left < count ? first[left] : JoinIndex.NONE;
            } else {
                int end = index.end(right);
                int taken = Math.min(end - right, leftRows.length - pairs);
                for (int i = 0; i < taken; i++) {
                    leftRows[pairs + i] = left;
                    rightRows[pairs + i] = right + i;
                }
                pairs += taken;
                right = right + taken == end ? JoinIndex.NONE : right + taken;
            }
        }
        return pairs;
    }

    private int nextChained(JoinIndex index, int[] leftRows, int[] rightRows) {
        int pairs = 0;
        while (left < count && pairs < leftRows.length) {
            if (right == JoinIndex.NONE || (satisfied != null && satisfied[left])) {
                left++;
                right = left < count ? first[left] : JoinIndex.NONE;
            } else {
                leftRows[pairs] = left;
                rightRows[pairs++] = right;
                right = index.next(right);
            }
        }
        return pairs;
    }

    @Override
    public void close() {
        count = 0;
    }
}
