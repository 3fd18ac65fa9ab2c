package io.grism.jdbc;

import io.grism.api.GrismColumn;
import io.grism.api.GrismResult;
import io.grism.exec.batch.Batch;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.VectorValues;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.List;
import java.util.UUID;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.util.AbstractCursor;
import org.apache.calcite.avatica.util.ArrayImpl;
import org.apache.calcite.avatica.util.ByteString;
import org.jspecify.annotations.Nullable;

/** A cursor over the rows of Arrow batches. Owns the result and the current batch. */
final class ArrowCursor extends AbstractCursor {
    private final GrismResult result;
    private @Nullable Batch batch;
    private int row;

    ArrowCursor(GrismResult result) {
        this.result = result;
    }

    @Override
    public boolean next() {
        if (batch != null && row + 1 < batch.rowCount()) {
            row++;
            return true;
        }
        closeBatch();
        batch = result.next();
        row = 0;
        return batch != null;
    }

    @Override
    protected Accessor createAccessor(
            ColumnMetaData column, int ordinal, Calendar localCalendar, ArrayImpl.Factory factory) {
        GrismColumn source = result.columns().get(ordinal);
        if (source.kind() == TypeKind.TIMESTAMP_TZ) {
            return new InstantAccessor(() -> value(ordinal));
        }
        return super.createAccessor(column, ordinal, localCalendar, factory);
    }

    @Override
    protected Getter createGetter(int ordinal) {
        return new Getter() {
            @Override
            public @Nullable Object getObject() throws SQLException {
                return value(ordinal);
            }

            @Override
            public boolean wasNull() {
                return wasNull[0];
            }
        };
    }

    private @Nullable Object value(int ordinal) throws SQLException {
        if (batch == null) {
            throw SqlErrors.cursor("Cannot read a column: the result set is not on a row. Call next() first");
        }
        Object value = forJdbc(VectorValues.get(batch.column(ordinal), row));
        wasNull[0] = value == null;
        return value;
    }

    private static @Nullable Object forJdbc(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return new ByteString(bytes);
        }
        if (value instanceof BigDecimal decimal && decimal.scale() > 0) {
            return new PlainDecimal(decimal);
        }
        if (value instanceof UUID || value == null) {
            return value;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> converted = new ArrayList<>(list.size());
            for (Object element : list) {
                converted.add(forJdbc(element));
            }
            return converted;
        }
        if (value instanceof Object[] struct) {
            return Arrays.stream(struct).map(ArrowCursor::forJdbc).toArray();
        }
        return value;
    }

    private void closeBatch() {
        if (batch != null) {
            batch.close();
            batch = null;
        }
    }

    @Override
    public void close() {
        closeBatch();
        result.close();
    }
}
