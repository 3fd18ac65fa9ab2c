package io.grism.exec.operator;

import io.grism.exec.batch.Batch;
import io.grism.exec.column.RowBuffer;
import io.grism.exec.expr.PredicateEvaluator;
import io.grism.exec.kernel.Gather;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The probing side of every join: takes the pairs that a matcher proposes, keeps those for which the residual condition is TRUE, and delivers what the type of join
 * makes of them.
 */
public final class JoinOperator implements Operator {
    private enum Phase {
        PROBE,
        UNMATCHED_RIGHT,
        DONE
    }

    private final Operator input;
    private final JoinMatcher matcher;
    private final @Nullable JoinBuild build;
    private final JoinType type;
    private final @Nullable PredicateEvaluator residual;
    private final Schema leftSchema;
    private final OperatorContext context;
    private final int[] leftRows;
    private final int[] rightRows;
    private final int[] selected;
    private Phase phase = Phase.PROBE;
    private @Nullable Batch left;
    private boolean[] leftMatched = new boolean[0];
    private int unmatchedFrom;
    private boolean probing;

    private JoinOperator(
            Operator input,
            JoinMatcher matcher,
            @Nullable JoinBuild build,
            JoinType type,
            @Nullable PredicateEvaluator residual,
            Schema leftSchema,
            OperatorContext context) {
        this.input = input;
        this.matcher = matcher;
        this.build = build;
        this.type = type;
        this.residual = residual;
        this.leftSchema = leftSchema;
        this.context = context;
        this.leftRows = new int[context.batchRows()];
        this.rightRows = new int[context.batchRows()];
        this.selected = new int[residual == null ? 0 : context.batchRows()];
        if (build != null) {
            build.enter();
            probing = true;
        }
    }

    /** A join with the rows of {@code build}: on its keys, or with all rows if it has none. */
    public static JoinOperator probe(
            Operator input,
            JoinBuild build,
            JoinType type,
            @Nullable PredicateEvaluator residual,
            Schema leftSchema,
            OperatorContext context) {
        boolean firstIsEnough = residual == null && (type == JoinType.SEMI || type == JoinType.ANTI);
        JoinMatcher matcher = build.keys().count() == 0
                ? new CrossMatcher(build.rows(), firstIsEnough)
                : new HashMatcher(build, firstIsEnough);
        return new JoinOperator(input, matcher, build, type, residual, leftSchema, context);
    }

    /** A join of each row with those that its own run of a sub-plan gives; INNER, LEFT, SEMI or ANTI. */
    public static JoinOperator correlate(
            Operator input,
            Subplan subplan,
            JoinType type,
            Schema leftSchema,
            Schema rightSchema,
            OperatorContext context) {
        if (type == JoinType.RIGHT || type == JoinType.FULL) {
            throw new IllegalArgumentException(type + " is no correlated join");
        }
        JoinMatcher matcher = new CorrelateMatcher(subplan, type, leftSchema, rightSchema, context);
        return new JoinOperator(input, matcher, null, type, null, leftSchema, context);
    }

    @Override
    public @Nullable Batch next() {
        while (phase == Phase.PROBE) {
            context.checkCancelled();
            Batch current = left;
            if (current == null) {
                current = pull();
                if (current == null) {
                    phase = endOfInput();
                    break;
                }
            }
            int pairs = matcher.next(leftRows, rightRows);
            Batch output = pairs == 0 ? finish(current) : join(current, pairs);
            if (output != null) {
                return output;
            }
        }
        return phase == Phase.UNMATCHED_RIGHT ? nextUnmatched() : null;
    }

    private @Nullable Batch pull() {
        boolean needsMatch = type == JoinType.INNER || type == JoinType.SEMI || type == JoinType.RIGHT;
        if (needsMatch && matcher.isEmpty()) {
            return null;
        }
        Batch batch = input.next();
        left = batch;
        if (batch != null) {
            boolean[] satisfied = null;
            if (type != JoinType.INNER && type != JoinType.RIGHT) {
                if (leftMatched.length < batch.rowCount()) {
                    leftMatched = new boolean[batch.rowCount()];
                } else {
                    Arrays.fill(leftMatched, 0, batch.rowCount(), false);
                }
                satisfied = type == JoinType.SEMI || type == JoinType.ANTI ? leftMatched : null;
            }
            matcher.start(batch, satisfied);
        }
        return batch;
    }

    private Phase endOfInput() {
        if (build == null || !probing) {
            return Phase.DONE;
        }
        probing = false;
        boolean last = build.leave();
        return last && (type == JoinType.RIGHT || type == JoinType.FULL) ? Phase.UNMATCHED_RIGHT : Phase.DONE;
    }

    /** What a run of pairs gives. */
    private @Nullable Batch join(Batch batch, int pairs) {
        if (residual == null) {
            mark(pairs);
            return deliversPairs() ? pairs(batch, pairs) : null;
        }
        Batch candidates = pairs(batch, pairs);
        boolean delivered = false;
        try {
            int kept = residual.select(candidates, selected);
            if (kept < pairs) {
                for (int i = 0; i < kept; i++) {
                    leftRows[i] = leftRows[selected[i]];
                    rightRows[i] = rightRows[selected[i]];
                }
            }
            mark(kept);
            if (kept == 0 || !deliversPairs()) {
                return null;
            }
            delivered = kept == pairs;
            return delivered ? candidates : Gather.gather(candidates, selected, kept, context.allocator());
        } finally {
            if (!delivered) {
                candidates.close();
            }
        }
    }

    private boolean deliversPairs() {
        return type != JoinType.SEMI && type != JoinType.ANTI;
    }

    private void mark(int pairs) {
        if (build != null) {
            build.mark(rightRows, pairs);
        }
        if (type != JoinType.INNER && type != JoinType.RIGHT) {
            for (int i = 0; i < pairs; i++) {
                leftMatched[leftRows[i]] = true;
            }
        }
    }

    private Batch pairs(Batch batch, int count) {
        int leftColumns = batch.columnCount();
        RowBuffer right = matcher.right();
        boolean whole = isWhole(batch.rowCount(), count);
        return Batches.build(count, leftColumns + right.columnCount(), i -> {
            if (i >= leftColumns) {
                return right.column(i - leftColumns).gather(rightRows, 0, count, context.allocator());
            }
            FieldVector vector = batch.column(i);
            return whole
                    ? Gather.slice(vector, 0, count, context.allocator())
                    : Gather.gather(vector, leftRows, 0, count, context.allocator());
        });
    }

    /** Whether the pairs hold each left row once, in order. */
    private boolean isWhole(int rows, int pairs) {
        if (rows != pairs || leftRows[0] != 0) {
            return false;
        }
        for (int i = 1; i < pairs; i++) {
            if (leftRows[i] != i) {
                return false;
            }
        }
        return true;
    }

    /** What is left to deliver of a batch whose pairs have all been seen; closes it. */
    private @Nullable Batch finish(Batch batch) {
        left = null;
        try (batch) {
            if (type == JoinType.INNER || type == JoinType.RIGHT) {
                return null;
            }
            boolean wanted = type == JoinType.SEMI;
            int[] rows = new int[batch.rowCount()];
            int count = 0;
            for (int row = 0; row < rows.length; row++) {
                rows[count] = row;
                count += leftMatched[row] == wanted ? 1 : 0;
            }
            if (count == 0) {
                return null;
            }
            if (!deliversPairs()) {
                return Gather.gather(batch, rows, count, context.allocator());
            }
            int leftColumns = batch.columnCount();
            int kept = count;
            int[] nulls = nulls(kept);
            RowBuffer right = matcher.right();
            return Batches.build(
                    kept,
                    leftColumns + right.columnCount(),
                    i -> i < leftColumns
                            ? Gather.gather(batch.column(i), rows, 0, kept, context.allocator())
                            : right.column(i - leftColumns).gather(nulls, 0, kept, context.allocator()));
        }
    }

    private @Nullable Batch nextUnmatched() {
        JoinBuild source = build;
        int count = source == null ? 0 : source.unmatched(unmatchedFrom, rightRows);
        if (count == 0) {
            phase = Phase.DONE;
            return null;
        }
        context.checkCancelled();
        unmatchedFrom = rightRows[count - 1] + 1;
        int[] nulls = nulls(count);
        RowBuffer empty = new RowBuffer(leftSchema);
        RowBuffer right = matcher.right();
        int leftColumns = empty.columnCount();
        return Batches.build(
                count,
                leftColumns + right.columnCount(),
                i -> i < leftColumns
                        ? empty.column(i).gather(nulls, 0, count, context.allocator())
                        : right.column(i - leftColumns).gather(rightRows, 0, count, context.allocator()));
    }

    private static int[] nulls(int count) {
        int[] rows = new int[count];
        Arrays.fill(rows, -1);
        return rows;
    }

    @Override
    public void close() {
        phase = Phase.DONE;
        Batch current = left;
        left = null;
        if (current != null) {
            current.close();
        }
        if (probing && build != null) {
            probing = false;
            build.leave();
        }
        Closing.closeAll(List.of(matcher, input));
    }
}
