package io.grism.jdbc;

import io.grism.api.GrismResult;
import java.math.BigDecimal;
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
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.QueryState;
import org.jspecify.annotations.Nullable;

/** The rows of a query, read from Arrow batches as they come. */
final class GrismResultSet extends AvaticaResultSet {
    private GrismResultSet(AvaticaStatement statement, String sql, Meta.Signature signature) throws SQLException {
        super(
                statement,
                new QueryState(sql),
                signature,
                new AvaticaResultSetMetaData(statement, null, signature),
                TimeZone.getDefault(),
                null);
    }

    /** A result set that owns {@code rows}. */
    static GrismResultSet open(AvaticaStatement statement, String sql, GrismResult rows) throws SQLException {
        try {
            Meta.Signature signature = ColumnTypes.signature(sql, rows.columns(), List.of());
            GrismResultSet resultSet = new GrismResultSet(statement, sql, signature);
            resultSet.execute2(new ArrowCursor(rows), signature.columns);
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

    /** Decimals as SQL writes them, never with an exponent. */
    @Override
    public @Nullable String getString(int columnIndex) throws SQLException {
        return columnIndex >= 1
                        && columnIndex <= columnMetaDataList.size()
                        && columnMetaDataList.get(columnIndex - 1).type.id == Types.DECIMAL
                ? plain(getBigDecimal(columnIndex))
                : super.getString(columnIndex);
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
