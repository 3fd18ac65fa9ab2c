package io.grism.exec.operator;

import io.grism.exec.batch.Batch;
import io.grism.exec.column.RowBuffer;
import io.grism.exec.kernel.Gather;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** The elements of collections, those of one row side by side; shorter collections are padded with NULL. */
public final class UnnestOperator implements Operator {
    private final Operator input;
    private final Schema schema;
    private final boolean withOrdinal;
    private final OperatorContext context;
    private @Nullable Batch batch;
    private int row;
    private int element;
    private int[][] positions = new int[0][];
    private int[] ordinals = new int[0];

    /** Delivers the columns of {@code schema}, of which the last is the ordinal if there is one. */
    public static UnnestOperator withOrdinal(Operator input, Schema schema, OperatorContext context) {
        return new UnnestOperator(input, schema, true, context);
    }

    public static UnnestOperator withoutOrdinal(Operator input, Schema schema, OperatorContext context) {
        return new UnnestOperator(input, schema, false, context);
    }

    private UnnestOperator(Operator input, Schema schema, boolean withOrdinal, OperatorContext context) {
        this.input = input;
        this.schema = schema;
        this.withOrdinal = withOrdinal;
        this.context = context;
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
        int columns = current.columnCount();
        if (positions.length == 0) {
            positions = new int[columns][context.batchRows()];
            ordinals = new int[context.batchRows()];
        }
        int count = 0;
        while (row < current.rowCount() && count < ordinals.length) {
            boolean any = false;
            for (int i = 0; i < columns; i++) {
                ListVector lists = (ListVector) current.column(i);
                int from = lists.isNull(row) ? 0 : lists.getElementStartIndex(row);
                int length = lists.isNull(row) ? 0 : lists.getElementEndIndex(row) - from;
                positions[i][count] = element < length ? from + element : -1;
                any |= element < length;
            }
            if (any) {
                ordinals[count++] = ++element;
            } else {
                row++;
                element = 0;
            }
        }
        return count;
    }

    private Batch output(Batch current, int count) {
        List<FieldVector> vectors = new ArrayList<>();
        try {
            for (int i = 0; i < current.columnCount(); i++) {
                FieldVector elements = ((ListVector) current.column(i)).getDataVector();
                if (elements instanceof StructVector struct) {
                    for (int j = 0; j < count; j++) {
                        int position = positions[i][j];
                        positions[i][j] = position >= 0 && struct.isNull(position) ? -1 : position;
                    }
                    for (FieldVector child : struct.getChildrenFromFields()) {
                        vectors.add(Gather.gather(child, positions[i], 0, count, context.allocator()));
                    }
                } else {
                    vectors.add(Gather.gather(elements, positions[i], 0, count, context.allocator()));
                }
            }
            if (withOrdinal) {
                vectors.add(ordinalVector(count));
            }
            return new Batch(count, vectors);
        } catch (Throwable e) {
            vectors.forEach(FieldVector::close);
            throw e;
        }
    }

    private FieldVector ordinalVector(int count) {
        RowBuffer buffer =
                new RowBuffer(List.of(schema.getFields().get(schema.getFields().size() - 1)));
        for (int i = 0; i < count; i++) {
            buffer.appendRow(ordinals[i]);
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
