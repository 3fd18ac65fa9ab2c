package io.grism.calcite.query;

import io.grism.api.GrismColumn;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Calendar;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Values that callers bind, made the objects that {@link io.grism.exec.batch.TypeKind} names. Nothing is lost on the way: what does not fit is an error. */
final class ParameterValues {
    private ParameterValues() {}

    /** The value for a parameter; {@code zone} is where java.util.Date and its kin are read. */
    static @Nullable Object convert(int parameter, GrismColumn column, @Nullable Object value, TimeZone zone) {
        if (value == null) {
            return null;
        }
        Object converted;
        try {
            converted = convert(column, value, zone);
        } catch (ArithmeticException | NumberFormatException | DateTimeException e) {
            throw cannot(parameter, column, value, e);
        }
        if (converted == null) {
            throw cannot(parameter, column, value, null);
        }
        return converted;
    }

    private static GrismException cannot(
            int parameter, GrismColumn column, Object value, @Nullable RuntimeException cause) {
        return new GrismException(
                ErrorCode.INVALID_PARAMETER,
                "Cannot bind parameter " + (parameter + 1) + ": "
                        + value.getClass().getSimpleName() + " " + value + ". It is of type " + column.type() + ".",
                cause);
    }

    private static @Nullable Object convert(GrismColumn column, Object value, TimeZone zone) {
        return switch (column.kind()) {
            case BOOLEAN -> value instanceof Boolean ? value : bool(value.toString());
            case TINYINT -> integer(value).byteValueExact();
            case SMALLINT -> integer(value).shortValueExact();
            case INTEGER -> integer(value).intValueExact();
            case BIGINT -> integer(value).longValueExact();
            case REAL -> real(value);
            case DOUBLE -> value instanceof Double ? value : exact(decimal(value));
            case DECIMAL -> fitted(decimal(value), column);
            case VARCHAR ->
                value instanceof CharSequence
                                || value instanceof Character
                                || value instanceof Number
                                || value instanceof Boolean
                                || value instanceof UUID
                        ? value.toString()
                        : null;
            case VARBINARY ->
                value instanceof byte[] bytes ? bytes.clone() : value instanceof ByteBuffer b ? bytes(b) : null;
            case DATE -> date(value, zone);
            case TIME -> time(value, zone);
            case TIMESTAMP -> timestamp(value, zone);
            case TIMESTAMP_TZ -> instant(value, zone);
            case INTERVAL_MONTHS -> integer(value).intValueExact();
            case INTERVAL_MILLIS -> integer(value).longValueExact();
            case UUID -> value instanceof UUID ? value : value instanceof String text ? UUID.fromString(text) : null;
            case ARRAY -> value instanceof List ? value : null;
            case ROW -> value instanceof Object[] ? value : null;
            case MAP -> value instanceof Map ? value : null;
            case NULL -> null;
        };
    }

    private static @Nullable Boolean bool(String text) {
        return text.equalsIgnoreCase("true") ? Boolean.TRUE : text.equalsIgnoreCase("false") ? Boolean.FALSE : null;
    }

    private static BigInteger integer(Object value) {
        return decimal(value).toBigIntegerExact();
    }

    private static BigDecimal decimal(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        if (value instanceof Number || value instanceof CharSequence) {
            return new BigDecimal(value.toString().strip());
        }
        if (value instanceof Boolean bool) {
            return bool ? BigDecimal.ONE : BigDecimal.ZERO;
        }
        throw new NumberFormatException("no number");
    }

    private static Float real(Object value) {
        if (value instanceof Float exact) {
            return exact;
        }
        if (value instanceof Double wide) {
            if (wide.isNaN() || wide.isInfinite() || wide.floatValue() == wide) {
                return wide.floatValue();
            }
            throw new ArithmeticException("more digits than REAL holds");
        }
        return Float.valueOf(decimal(value).toString());
    }

    private static Double exact(BigDecimal decimal) {
        double value = decimal.doubleValue();
        if (Double.isInfinite(value)) {
            throw new ArithmeticException("too large for DOUBLE");
        }
        return value;
    }

    private static BigDecimal fitted(BigDecimal decimal, GrismColumn column) {
        BigDecimal scaled = decimal.setScale(column.type().getScale(), RoundingMode.UNNECESSARY);
        if (scaled.precision() > column.type().getPrecision()) {
            throw new ArithmeticException("too many digits");
        }
        return scaled;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static @Nullable Integer date(Object value, TimeZone zone) {
        LocalDate date = value instanceof LocalDate d
                ? d
                : value instanceof java.sql.Date d
                        ? d.toLocalDate()
                        : value instanceof String text ? LocalDate.parse(text.strip()) : null;
        if (date == null) {
            LocalDateTime dateTime = local(value, zone);
            date = dateTime != null && dateTime.toLocalTime().equals(LocalTime.MIDNIGHT)
                    ? dateTime.toLocalDate()
                    : null;
        }
        return date == null ? null : Math.toIntExact(date.toEpochDay());
    }

    private static @Nullable Integer time(Object value, TimeZone zone) {
        LocalTime time = value instanceof LocalTime t
                ? t
                : value instanceof java.sql.Time t
                        ? Instant.ofEpochMilli(t.getTime())
                                .atZone(zone.toZoneId())
                                .toLocalTime()
                        : value instanceof String text ? LocalTime.parse(text.strip()) : null;
        return time == null ? null : Math.toIntExact(millis(time.toNanoOfDay()));
    }

    private static @Nullable Long timestamp(Object value, TimeZone zone) {
        LocalDateTime local = value instanceof String text
                ? LocalDateTime.parse(text.strip().replace(' ', 'T'))
                : value instanceof LocalDate day ? day.atStartOfDay() : local(value, zone);
        return local == null ? null : millis(local.toInstant(ZoneOffset.UTC));
    }

    private static @Nullable LocalDateTime local(Object value, TimeZone zone) {
        if (value instanceof LocalDateTime dateTime) {
            return dateTime;
        }
        if (value instanceof java.sql.Timestamp timestamp) {
            return timestamp.toLocalDateTime();
        }
        if (value instanceof Calendar calendar) {
            return calendar.toInstant()
                    .atZone(calendar.getTimeZone().toZoneId())
                    .toLocalDateTime();
        }
        if (value instanceof Date date && !(value instanceof java.sql.Time)) {
            return Instant.ofEpochMilli(date.getTime()).atZone(zone.toZoneId()).toLocalDateTime();
        }
        return null;
    }

    private static @Nullable Long instant(Object value, TimeZone zone) {
        Instant instant;
        if (value instanceof Instant i) {
            instant = i;
        } else if (value instanceof OffsetDateTime o) {
            instant = o.toInstant();
        } else if (value instanceof ZonedDateTime z) {
            instant = z.toInstant();
        } else if (value instanceof Calendar calendar) {
            instant = calendar.toInstant();
        } else if (value instanceof Date date && !(value instanceof java.sql.Time)) {
            instant = date instanceof java.sql.Timestamp t ? t.toInstant() : Instant.ofEpochMilli(date.getTime());
        } else if (value instanceof LocalDateTime local) {
            instant = local.atZone(zone.toZoneId()).toInstant();
        } else if (value instanceof String text) {
            instant = OffsetDateTime.parse(text.strip().replace(' ', 'T')).toInstant();
        } else {
            return null;
        }
        return millis(instant);
    }

    private static long millis(Instant instant) {
        if (!instant.truncatedTo(ChronoUnit.MILLIS).equals(instant)) {
            throw new ArithmeticException("finer than milliseconds");
        }
        return instant.toEpochMilli();
    }

    private static long millis(long nanos) {
        if (nanos % 1_000_000 != 0) {
            throw new ArithmeticException("finer than milliseconds");
        }
        return nanos / 1_000_000;
    }
}
