package io.grism.exec.operator;

import io.grism.exec.batch.Batch;
import io.grism.exec.column.RowBuffer;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Constant rows. */
public final class ValuesOperator implements Operator {
    private final Schema schema;
    private final List<List<@Nullable Object>> rows;
    private final OperatorContext context;
    private int position;

    /** The rows hold boxed values as {@link io.grism.exec.batch.TypeKind} names them. */
    public ValuesOperator(Schema schema, List<List<@Nullable Object>> rows, OperatorContext context) {
        this.schema = schema;
        this.rows = rows;
        this.context = context;
    }

    @Override
    public @Nullable Batch next() {
        context.checkCancelled();
        int from = position;
        int count = Math.min(rows.size() - from, context.batchRows());
        if (count <= 0) {
            return null;
        }
        position += count;
        RowBuffer buffer = new RowBuffer(schema);
        for (List<@Nullable Object> row : rows.subList(from, from + count)) {
            buffer.appendRow(row.toArray());
        }
        return buffer.slice(0, count, context.allocator());
    }

    @Override
    public void close() {
        position = rows.size();
    }
}
