package io.grism.exec.operator.aggregate;

import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import io.grism.exec.operator.AggregateFunction;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * MIN and MAX of any ordered type, ANY_VALUE (the least), ARG_MIN and ARG_MAX (of equal keys the one with the least value, NULL last): the row of each group whose key is the best so
 * far. Rows that lost leave garbage in the columns, which is dropped once it is the larger part.
 */
final class RowPickAccumulator extends Accumulator {
    private static final int NONE = -1;
    private static final int LEAST_TO_COMPACT = 4096;

    private final boolean greatest;
    private final int valueColumn;
    private final int keyColumn;
    private final Field valueField;
    private final Field keyField;
    private Column values;
    private Column keys;
    private final Column stagedValues;
    private final Column stagedKeys;
    private int[] best = new int[0];
    private int groups;

    /** The value is the key when both columns are the same. */
    RowPickAccumulator(AggregateFunction function, int valueColumn, Field valueField, int keyColumn, Field keyField) {
        greatest = function == AggregateFunction.MAX || function == AggregateFunction.ARG_MAX;
        this.valueColumn = valueColumn;
        this.keyColumn = keyColumn;
        this.valueField = valueField;
        this.keyField = keyField;
        values = Columns.create(valueField);
        stagedValues = Columns.create(valueField);
        keys = separateKeys() ? Columns.create(keyField) : values;
        stagedKeys = separateKeys() ? Columns.create(keyField) : stagedValues;
    }

    private boolean separateKeys() {
        return valueColumn != keyColumn;
    }

    @Override
    public void grow(int count) {
        int old = best.length;
        if (old < count) {
            best = Arrays.copyOf(best, Math.max(count, old + (old >> 1)));
            Arrays.fill(best, old, best.length, NONE);
        }
        groups = Math.max(groups, count);
    }

    @Override
    public void add(AggregateInput input, int[] rows, int[] groupOf, int count) {
        stagedValues.clear();
        stagedValues.append(input.vector(valueColumn), rows, 0, count);
        if (separateKeys()) {
            stagedKeys.clear();
            stagedKeys.append(input.vector(keyColumn), rows, 0, count);
        }
        take(groupOf, count);
    }

    @Override
    public void merge(Accumulator from, int[] theirs, int[] ours, int count) {
        RowPickAccumulator other = (RowPickAccumulator) from;
        int[] rows = new int[count];
        int[] into = new int[count];
        int present = 0;
        for (int i = 0; i < count; i++) {
            int row = other.best[theirs[i]];
            if (row != NONE) {
                rows[present] = row;
                into[present++] = ours[i];
            }
        }
        stagedValues.clear();
        stagedValues.append(other.values, rows, 0, present);
        if (separateKeys()) {
            stagedKeys.clear();
            stagedKeys.append(other.keys, rows, 0, present);
        }
        take(into, present);
    }

    /** Lets the staged rows compete; while this runs, a staged row i that leads its group stands in {@code best} as {@code -2 - i}. */
    private void take(int[] groupOf, int count) {
        for (int i = 0; i < count; i++) {
            int group = groupOf[i];
            int row = best[group];
            if (row == NONE || better(i, row)) {
                best[group] = -2 - i;
            }
        }
        int[] winners = new int[count];
        int won = 0;
        int at = values.size();
        for (int i = 0; i < count; i++) {
            if (best[groupOf[i]] == -2 - i) {
                best[groupOf[i]] = at + won;
                winners[won++] = i;
            }
        }
        values.append(stagedValues, winners, 0, won);
        if (separateKeys()) {
            keys.append(stagedKeys, winners, 0, won);
        }
        if (values.size() > LEAST_TO_COMPACT + 2 * groups) {
            compact();
        }
    }

    private boolean better(int staged, int row) {
        Column otherKeys = row >= 0 ? keys : stagedKeys;
        int otherRow = row >= 0 ? row : -2 - row;
        int order = stagedKeys.compare(staged, otherKeys, otherRow);
        if (order != 0) {
            return greatest == order > 0;
        }
        if (!separateKeys() || stagedValues.isNull(staged)) {
            return false;
        }
        Column otherValues = row >= 0 ? values : stagedValues;
        return otherValues.isNull(otherRow) || stagedValues.compare(staged, otherValues, otherRow) < 0;
    }

    private void compact() {
        int[] rows = new int[groups];
        int kept = 0;
        for (int group = 0; group < groups; group++) {
            if (best[group] != NONE) {
                rows[kept] = best[group];
                best[group] = kept++;
            }
        }
        Column oldValues = values;
        Column oldKeys = keys;
        values = Columns.create(valueField);
        values.append(oldValues, rows, 0, kept);
        keys = values;
        if (separateKeys()) {
            keys = Columns.create(keyField);
            keys.append(oldKeys, rows, 0, kept);
        }
    }

    @Override
    public FieldVector result(int from, int count, BufferAllocator allocator) {
        return values.gather(best, from, count, allocator);
    }

    @Override
    public long sizeInBytes() {
        long bytes = 4L * best.length + values.sizeInBytes() + stagedValues.sizeInBytes();
        return separateKeys() ? bytes + keys.sizeInBytes() + stagedKeys.sizeInBytes() : bytes;
    }
}
