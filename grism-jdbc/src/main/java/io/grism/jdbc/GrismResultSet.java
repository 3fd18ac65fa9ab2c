package io.grism.jdbc;

import io.grism.api.GrismResult;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.apache.calcite.avatica.AvaticaResultSet;
import org.apache.calcite.avatica.AvaticaResultSetMetaData;
import org.apache.calcite.avatica.AvaticaStatement;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.QueryState;
import org.jspecify.annotations.Nullable;

/** The rows of a query, read from Arrow batches as they come. */
final class GrismResultSet extends AvaticaResultSet {
    private final ArrowCursor rows;

    private GrismResultSet(AvaticaStatement statement, String sql, Meta.Signature signature, ArrowCursor rows)
            throws SQLException {
        super(
                statement,
                new QueryState(sql),
                signature,
                new AvaticaResultSetMetaData(statement, null, signature),
                TimeZone.getDefault(),
                null);
        this.rows = rows;
    }

    /** A result set that owns {@code rows}. */
    static GrismResultSet open(AvaticaStatement statement, String sql, GrismResult rows) throws SQLException {
        try {
            Meta.Signature signature = ColumnTypes.signature(sql, rows.columns(), List.of());
            ArrowCursor cursor = new ArrowCursor(rows);
            GrismResultSet resultSet = new GrismResultSet(statement, sql, signature, cursor);
            resultSet.execute2(cursor, signature.columns);
            return resultSet;
        } catch (SQLException | RuntimeException e) {
            rows.close();
            throw e;
        }
    }

    @Override
    public boolean next() throws SQLException {
        try {
            return super.next();
        } catch (RuntimeException e) {
            throw SqlErrors.of(e);
        }
    }

    @Override
    protected void checkOpen() throws SQLException {
        if (isClosed()) {
            throw SqlErrors.cursor("Cannot use the result set: it is closed");
        }
    }

    @Override
    public int findColumn(String columnLabel) throws SQLException {
        checkOpen();
        for (ColumnMetaData column : columnMetaDataList) {
            if (column.label.equalsIgnoreCase(columnLabel)) {
                return column.ordinal + 1;
            }
        }
        throw SqlErrors.of(
                new GrismException(ErrorCode.UNKNOWN_COLUMN, "Cannot find column: " + columnLabel + " in the result"));
    }

    // Reading columns: what Avatica cannot convert, it names by its own classes.

    private interface Reading<T> {
        T read() throws SQLException;
    }

    private <T> T read(int columnIndex, String as, Reading<T> reading) throws SQLException {
        requireColumn(columnIndex);
        try {
            return reading.read();
        } catch (SQLException e) {
            throw e.getSQLState() != null
                    ? e
                    : SqlErrors.conversion("Cannot read " + name(columnIndex) + " as " + as, e);
        } catch (RuntimeException e) {
            throw SqlErrors.conversion("Cannot read " + name(columnIndex) + " as " + as, e);
        }
    }

    private void requireColumn(int columnIndex) throws SQLException {
        checkOpen();
        if (columnIndex < 1 || columnIndex > columnMetaDataList.size()) {
            throw new SQLException(
                    "Cannot read column " + columnIndex + ": the result has " + columnMetaDataList.size(),
                    "07009",
                    ErrorCode.INVALID_PARAMETER.number());
        }
    }

    /** A column as messages name it. */
    private String name(int columnIndex) {
        ColumnMetaData column = columnMetaDataList.get(columnIndex - 1);
        return "column " + columnIndex + " (" + column.label + ", " + column.type.name + ")";
    }

    private long whole(int columnIndex, long min, long max) throws SQLException {
        requireColumn(columnIndex);
        if (rows.isWhole(columnIndex - 1)) {
            long value = rows.whole(columnIndex - 1);
            return value >= min && value <= max ? value : WholeNumbers.of(value, min, max, () -> name(columnIndex));
        }
        Object value = getObject(columnIndex);
        return value instanceof Timestamp instant
                ? instant.getTime()
                : WholeNumbers.of(value, min, max, () -> name(columnIndex));
    }

    @Override
    public byte getByte(int columnIndex) throws SQLException {
        return (byte) whole(columnIndex, Byte.MIN_VALUE, Byte.MAX_VALUE);
    }

    @Override
    public byte getByte(String columnLabel) throws SQLException {
        return getByte(findColumn(columnLabel));
    }

    @Override
    public short getShort(int columnIndex) throws SQLException {
        return (short) whole(columnIndex, Short.MIN_VALUE, Short.MAX_VALUE);
    }

    @Override
    public short getShort(String columnLabel) throws SQLException {
        return getShort(findColumn(columnLabel));
    }

    @Override
    public int getInt(int columnIndex) throws SQLException {
        return (int) whole(columnIndex, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    @Override
    public int getInt(String columnLabel) throws SQLException {
        return getInt(findColumn(columnLabel));
    }

    @Override
    public long getLong(int columnIndex) throws SQLException {
        return whole(columnIndex, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    @Override
    public long getLong(String columnLabel) throws SQLException {
        return getLong(findColumn(columnLabel));
    }

    @Override
    public boolean getBoolean(int columnIndex) throws SQLException {
        return read(columnIndex, "a boolean", () -> super.getBoolean(columnIndex));
    }

    @Override
    public boolean getBoolean(String columnLabel) throws SQLException {
        return getBoolean(findColumn(columnLabel));
    }

    @Override
    public float getFloat(int columnIndex) throws SQLException {
        return read(columnIndex, "a float", () -> super.getFloat(columnIndex));
    }

    @Override
    public float getFloat(String columnLabel) throws SQLException {
        return getFloat(findColumn(columnLabel));
    }

    @Override
    public double getDouble(int columnIndex) throws SQLException {
        requireColumn(columnIndex);
        return rows.isWhole(columnIndex - 1)
                ? rows.whole(columnIndex - 1)
                : read(columnIndex, "a double", () -> super.getDouble(columnIndex));
    }

    @Override
    public double getDouble(String columnLabel) throws SQLException {
        return getDouble(findColumn(columnLabel));
    }

    @Override
    public @Nullable BigDecimal getBigDecimal(int columnIndex) throws SQLException {
        return read(columnIndex, "a decimal", () -> super.getBigDecimal(columnIndex));
    }

    @Override
    public @Nullable BigDecimal getBigDecimal(String columnLabel) throws SQLException {
        return getBigDecimal(findColumn(columnLabel));
    }

    @Override
    public byte @Nullable [] getBytes(int columnIndex) throws SQLException {
        return read(columnIndex, "bytes", () -> super.getBytes(columnIndex));
    }

    @Override
    public byte @Nullable [] getBytes(String columnLabel) throws SQLException {
        return getBytes(findColumn(columnLabel));
    }

    @Override
    public @Nullable Date getDate(int columnIndex) throws SQLException {
        return read(columnIndex, "a date", () -> super.getDate(columnIndex));
    }

    @Override
    public @Nullable Date getDate(String columnLabel) throws SQLException {
        return getDate(findColumn(columnLabel));
    }

    @Override
    public @Nullable Time getTime(int columnIndex) throws SQLException {
        return read(columnIndex, "a time", () -> super.getTime(columnIndex));
    }

    @Override
    public @Nullable Time getTime(String columnLabel) throws SQLException {
        return getTime(findColumn(columnLabel));
    }

    @Override
    public @Nullable Timestamp getTimestamp(int columnIndex) throws SQLException {
        return read(columnIndex, "a timestamp", () -> super.getTimestamp(columnIndex));
    }

    @Override
    public @Nullable Timestamp getTimestamp(String columnLabel) throws SQLException {
        return getTimestamp(findColumn(columnLabel));
    }

    @Override
    public @Nullable Array getArray(int columnIndex) throws SQLException {
        return read(columnIndex, "an array", () -> super.getArray(columnIndex));
    }

    @Override
    public @Nullable Array getArray(String columnLabel) throws SQLException {
        return getArray(findColumn(columnLabel));
    }

    @Override
    public @Nullable Object getObject(int columnIndex) throws SQLException {
        return read(columnIndex, "an object", () -> super.getObject(columnIndex));
    }

    @Override
    public @Nullable Object getObject(String columnLabel) throws SQLException {
        return getObject(findColumn(columnLabel));
    }

    /** Decimals as SQL writes them, never with an exponent. */
    @Override
    public @Nullable String getString(int columnIndex) throws SQLException {
        return read(
                columnIndex,
                "a string",
                () -> columnMetaDataList.get(columnIndex - 1).type.id == Types.DECIMAL
                        ? plain(super.getBigDecimal(columnIndex))
                        : super.getString(columnIndex));
    }

    @Override
    public @Nullable String getString(String columnLabel) throws SQLException {
        return getString(findColumn(columnLabel));
    }

    private static @Nullable String plain(@Nullable BigDecimal value) {
        return value == null ? null : value.toPlainString();
    }

    @Override
    protected void cancel() {
        // The statement cancels the execution; nothing is left to do here.
    }

    @Override
    public <T> @Nullable T getObject(int columnIndex, Class<T> type) throws SQLException {
        Object value;
        if (type == String.class) {
            value = getString(columnIndex);
        } else if (type == LocalDate.class) {
            Date date = getDate(columnIndex);
            value = date == null ? null : date.toLocalDate();
        } else if (type == LocalTime.class) {
            Time time = getTime(columnIndex);
            value = time == null
                    ? null
                    : LocalTime.ofNanoOfDay(
                            Math.floorMod(time.getTime() + zoneOffset(time.getTime()), 86_400_000L) * 1_000_000L);
        } else if (type == LocalDateTime.class) {
            Timestamp timestamp = getTimestamp(columnIndex);
            value = timestamp == null ? null : timestamp.toLocalDateTime();
        } else if (type == Instant.class || type == OffsetDateTime.class) {
            Timestamp timestamp = getTimestamp(columnIndex);
            Instant instant = timestamp == null ? null : timestamp.toInstant();
            value = instant == null || type == Instant.class ? instant : instant.atOffset(ZoneOffset.UTC);
        } else if (type == Date.class) {
            value = getDate(columnIndex);
        } else if (type == Time.class) {
            value = getTime(columnIndex);
        } else if (type == Timestamp.class) {
            value = getTimestamp(columnIndex);
        } else if (type == byte[].class) {
            value = getBytes(columnIndex);
        } else {
            value = number(columnIndex, type);
        }
        return type.cast(value);
    }

    private static long zoneOffset(long millis) {
        return TimeZone.getDefault().getOffset(millis);
    }

    private @Nullable Object number(int columnIndex, Class<?> type) throws SQLException {
        Object value = getObject(columnIndex);
        if (value == null || type.isInstance(value)) {
            return value;
        }
        if (type == Integer.class) {
            return getInt(columnIndex);
        }
        if (type == Long.class) {
            return getLong(columnIndex);
        }
        if (type == Double.class) {
            return getDouble(columnIndex);
        }
        if (type == Float.class) {
            return getFloat(columnIndex);
        }
        if (type == Short.class) {
            return getShort(columnIndex);
        }
        if (type == Byte.class) {
            return getByte(columnIndex);
        }
        if (type == Boolean.class) {
            return getBoolean(columnIndex);
        }
        if (type == BigDecimal.class) {
            return getBigDecimal(columnIndex);
        }
        throw SqlErrors.usage("Cannot read column " + columnIndex + " as " + type.getName() + ": it is a "
                + value.getClass().getName());
    }

    @Override
    public <T> @Nullable T getObject(String columnLabel, Class<T> type) throws SQLException {
        return getObject(findColumn(columnLabel), type);
    }

    @Override
    public @Nullable Object getObject(int columnIndex, Map<String, Class<?>> map) throws SQLException {
        return getObject(columnIndex);
    }
}
