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
    private final @Nullable WholeColumn[] wholes;
    private @Nullable Batch batch;
    private int row;

    ArrowCursor(GrismResult result) {
        this.result = result;
        this.wholes = result.columns().stream()
                .map(column -> WholeColumn.canRead(column.kind()) ? WholeColumn.of(column.kind()) : null)
                .toArray(WholeColumn[]::new);
    }

    @Override
    public boolean next() {
        if (batch != null && row + 1 < batch.rowCount()) {
            row++;
            return true;
        }
        closeBatch();
        Batch following = result.next();
        batch = following;
        row = 0;
        if (following == null) {
            return false;
        }
        for (int i = 0; i < wholes.length; i++) {
            WholeColumn whole = wholes[i];
            if (whole != null) {
                whole.read(following.column(i));
            }
        }
        return true;
    }

    /** Whether {@link #whole} reads this column. */
    boolean isWhole(int ordinal) {
        return wholes[ordinal] != null;
    }

    /** The value of a column of whole numbers, 0 for NULL. */
    long whole(int ordinal) throws SQLException {
        WholeColumn whole = wholes[ordinal];
        if (batch == null || whole == null) {
            throw notOnRow();
        }
        boolean isNull = whole.isNull(row);
        wasNull[0] = isNull;
        return isNull ? 0 : whole.get(row);
    }

    private static SQLException notOnRow() {
        return SqlErrors.cursor("Cannot read a column: the result set is not on a row. Call next() first");
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
            throw notOnRow();
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
