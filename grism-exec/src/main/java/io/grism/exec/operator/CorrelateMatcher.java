package io.grism.exec.operator;

import io.grism.exec.batch.Batch;
import io.grism.exec.column.RowBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Pairs of rows and what a sub-plan gives for them; runs it once for the same values, as long as the results fit a cache. */
final class CorrelateMatcher implements JoinMatcher {
    private static final String NAME = "Correlate";
    private static final long MOST_CACHED_BYTES = 32L << 20;

    private final Subplan subplan;
    private final boolean oneRowIsEnough;
    private final Schema keySchema;
    private final Schema rightSchema;
    private final OperatorContext context;
    private final Reservation reservation;
    private final RowBuffer batchKeys;
    private DistinctRows keys;
    private RowBuffer results;
    /** Per key number, the first result row and the one after the last; -1 when it has not run. */
    private int[] from = new int[0];

    private int[] to = new int[0];
    private int[] numbers = new int[0];
    private boolean @Nullable [] satisfied;
    private int count;
    private int left;
    private int right;
    private int end;

    CorrelateMatcher(Subplan subplan, JoinType type, Schema leftSchema, Schema rightSchema, OperatorContext context) {
        this.subplan = subplan;
        this.oneRowIsEnough = type == JoinType.SEMI || type == JoinType.ANTI;
        this.rightSchema = rightSchema;
        this.context = context;
        this.keySchema = new Schema(IntStream.of(subplan.outerColumns())
                .mapToObj(i -> leftSchema.getFields().get(i))
                .toList());
        this.batchKeys = new RowBuffer(keySchema);
        this.keys = new DistinctRows(keySchema);
        this.results = new RowBuffer(rightSchema);
        this.reservation = new Reservation(context.memory(), NAME);
    }

    @Override
    public RowBuffer right() {
        return results;
    }

    @Override
    public boolean isEmpty() {
        return false;
    }

    @Override
    public void start(Batch batch, boolean @Nullable [] satisfiedRows) {
        if (keys.sizeInBytes() + results.sizeInBytes() > MOST_CACHED_BYTES) {
            keys = new DistinctRows(keySchema);
            results = new RowBuffer(rightSchema);
            Arrays.fill(from, -1);
        }
        count = batch.rowCount();
        satisfied = satisfiedRows;
        FieldVector[] vectors = new FieldVector[batchKeys.columnCount()];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = batch.column(subplan.outerColumns()[i]);
        }
        batchKeys.clear();
        batchKeys.append(new Batch(count, vectors));
        if (numbers.length < count) {
            numbers = new int[count];
        }
        keys.add(batchKeys, numbers);
        int known = from.length;
        if (known < keys.size()) {
            from = Arrays.copyOf(from, keys.size() * 2);
            to = Arrays.copyOf(to, from.length);
            Arrays.fill(from, known, from.length, -1);
        }
        reserve();
        left = -1;
        right = 0;
        end = 0;
    }

    @Override
    public int next(int[] leftRows, int[] rightRows) {
        int pairs = 0;
        while (left < count && pairs < leftRows.length) {
            if (right == end || (satisfied != null && left >= 0 && satisfied[left])) {
                left++;
                if (left < count) {
                    open(numbers[left]);
                }
            } else {
                leftRows[pairs] = left;
                rightRows[pairs++] = right++;
            }
        }
        return pairs;
    }

    private void open(int number) {
        if (from[number] < 0) {
            run(number);
        }
        right = from[number];
        end = to[number];
    }

    private void run(int number) {
        @Nullable Object[] values = keys.rows().row(number);
        int first = results.size();
        try (Operator rows = subplan.run(values, context)) {
            for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
                try (Batch taken = batch) {
                    results.append(taken, 0, oneRowIsEnough ? 1 : taken.rowCount());
                    reserve();
                }
                if (oneRowIsEnough) {
                    break;
                }
            }
        }
        from[number] = first;
        to[number] = results.size();
    }

    private void reserve() {
        reservation.resize(keys.sizeInBytes() + results.sizeInBytes() + 8L * from.length);
    }

    @Override
    public void close() {
        reservation.close();
        count = 0;
    }
}
