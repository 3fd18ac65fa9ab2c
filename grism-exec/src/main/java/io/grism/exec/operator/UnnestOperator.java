package io.grism.exec.operator;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.RowBuffer;
import io.grism.exec.kernel.Gather;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * The elements of collections, those of one row side by side; shorter collections are padded with NULL. The columns before the collections are carried along, repeated
 * for each element.
 */
public final class UnnestOperator implements Operator {
    /** What is delivered. */
    public enum Mode {
        ELEMENTS,
        /** The ordinal from 1 comes last. */
        ELEMENTS_WITH_ORDINAL
    }

    /** What a row without elements gives. */
    public enum Empty {
        NOTHING,
        /** One row of NULLs. */
        NULLS
    }

    private static final Field ORDINAL = TypeKind.INTEGER.field("ordinality");

    private final Operator input;
    private final int carried;
    private final Mode mode;
    private final Empty empty;
    private final OperatorContext context;
    private @Nullable Batch batch;
    private int row;
    private int element;
    private int[][] positions = new int[0][];
    private final int[] parents;
    private final int[] ordinals;

    /** Unnests the input's columns from {@code carried} on. */
    public UnnestOperator(Operator input, int carried, Mode mode, Empty empty, OperatorContext context) {
        this.input = input;
        this.carried = carried;
        this.mode = mode;
        this.empty = empty;
        this.context = context;
        this.parents = new int[context.batchRows()];
        this.ordinals = new int[context.batchRows()];
    }

    @Override
    public @Nullable Batch next() {
        while (true) {
            context.checkCancelled();
            Batch current = batch;
            if (current == null) {
                current = input.next();
                if (current == null) {
                    return null;
                }
                batch = current;
                row = 0;
                element = 0;
            }
            int count = collect(current);
            if (count > 0) {
                return output(current, count);
            }
            batch = null;
            current.close();
        }
    }

    /** Finds the next elements: their positions in the vectors of elements, -1 for NULL. */
    private int collect(Batch current) {
        int columns = current.columnCount() - carried;
        if (positions.length == 0) {
            positions = new int[columns][context.batchRows()];
        }
        int count = 0;
        while (row < current.rowCount() && count < ordinals.length) {
            boolean any = false;
            for (int i = 0; i < columns; i++) {
                ListVector lists = (ListVector) current.column(carried + i);
                int from = lists.isNull(row) ? 0 : lists.getElementStartIndex(row);
                int length = lists.isNull(row) ? 0 : lists.getElementEndIndex(row) - from;
                positions[i][count] = element < length ? from + element : -1;
                any |= element < length;
            }
            if (any) {
                parents[count] = row;
                ordinals[count++] = ++element;
            } else {
                if (element == 0 && empty == Empty.NULLS) {
                    parents[count] = row;
                    ordinals[count++] = 0;
                }
                row++;
                element = 0;
            }
        }
        return count;
    }

    private Batch output(Batch current, int count) {
        List<FieldVector> vectors = new ArrayList<>();
        try {
            for (int i = 0; i < carried; i++) {
                vectors.add(Gather.gather(current.column(i), parents, 0, count, context.allocator()));
            }
            for (int i = carried; i < current.columnCount(); i++) {
                addElements(((ListVector) current.column(i)).getDataVector(), positions[i - carried], count, vectors);
            }
            if (mode == Mode.ELEMENTS_WITH_ORDINAL) {
                vectors.add(ordinalVector(count));
            }
            return new Batch(count, vectors);
        } catch (Throwable e) {
            vectors.forEach(FieldVector::close);
            throw e;
        }
    }

    private void addElements(FieldVector elements, int[] rows, int count, List<FieldVector> vectors) {
        if (elements instanceof StructVector struct) {
            for (int i = 0; i < count; i++) {
                rows[i] = rows[i] >= 0 && struct.isNull(rows[i]) ? -1 : rows[i];
            }
            for (FieldVector child : struct.getChildrenFromFields()) {
                vectors.add(Gather.gather(child, rows, 0, count, context.allocator()));
            }
        } else {
            vectors.add(Gather.gather(elements, rows, 0, count, context.allocator()));
        }
    }

    private FieldVector ordinalVector(int count) {
        RowBuffer buffer = new RowBuffer(List.of(ORDINAL));
        for (int i = 0; i < count; i++) {
            buffer.appendRow(ordinals[i] == 0 ? null : ordinals[i]);
        }
        return buffer.column(0).slice(0, count, context.allocator());
    }

    @Override
    public void close() {
        Batch current = batch;
        batch = null;
        if (current != null) {
            current.close();
        }
        input.close();
    }
}
