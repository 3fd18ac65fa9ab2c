package io.grism.jdbc;

import io.grism.exec.batch.TypeKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.List;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/** The values that JDBC programs pass, as the engine takes them (see TypeKind). */
final class ParameterValues {
    private ParameterValues() {}

    /** Numbers, strings and the like stay as they are: the engine converts them to the parameter's type or refuses. */
    static @Nullable Object toInternal(@Nullable Object value, TypeKind kind) throws SQLException {
        if (value instanceof Timestamp timestamp) {
            if (timestamp.getNanos() % 1_000_000 != 0) {
                throw tooFine(timestamp);
            }
            return temporal(
                    kind == TypeKind.TIMESTAMP_TZ ? timestamp.getTime() : wallMillis(timestamp.getTime()), kind);
        }
        if (value instanceof Date date) {
            return temporal(wallMillis(date.getTime()), kind);
        }
        if (value instanceof Time time) {
            return temporal(Math.floorMod(wallMillis(time.getTime()), 86_400_000L), kind);
        }
        if (value instanceof java.util.Date date) {
            return temporal(kind == TypeKind.TIMESTAMP_TZ ? date.getTime() : wallMillis(date.getTime()), kind);
        }
        if (value instanceof LocalDate date) {
            return temporal(date.toEpochDay() * 86_400_000L, kind);
        }
        if (value instanceof LocalTime time) {
            return temporal(millis(0, time.toNanoOfDay(), value), kind);
        }
        if (value instanceof LocalDateTime time) {
            return temporal(
                    millis(time.toLocalDate().toEpochDay(), time.toLocalTime().toNanoOfDay(), value), kind);
        }
        if (value instanceof OffsetDateTime time) {
            return temporal(instantMillis(time.toInstant()), kind);
        }
        if (value instanceof ZonedDateTime time) {
            return temporal(instantMillis(time.toInstant()), kind);
        }
        if (value instanceof Instant instant) {
            return temporal(instantMillis(instant), kind);
        }
        if (value instanceof Object[] array) {
            return list(Arrays.asList(array), kind);
        }
        return value;
    }

    private static List<@Nullable Object> list(List<?> values, TypeKind kind) throws SQLException {
        List<@Nullable Object> converted = new ArrayList<>(values.size());
        for (Object value : values) {
            converted.add(toInternal(value, kind));
        }
        return converted;
    }

    private static long instantMillis(Instant instant) throws SQLException {
        LocalDateTime utc = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        return millis(utc.toLocalDate().toEpochDay(), utc.toLocalTime().toNanoOfDay(), instant);
    }

    private static long millis(long day, long nanoOfDay, Object value) throws SQLException {
        if (nanoOfDay % 1_000_000 != 0) {
            throw tooFine(value);
        }
        return day * 86_400_000L + nanoOfDay / 1_000_000;
    }

    private static SQLException tooFine(Object value) {
        return new SQLException(
                "Cannot bind " + value + ": times are kept to the millisecond, and nothing is cut off in silence",
                "22008");
    }

    private static Object temporal(long millis, TypeKind kind) {
        return switch (kind) {
            case DATE -> Math.toIntExact(Math.floorDiv(millis, 86_400_000L));
            case TIME -> (int) Math.floorMod(millis, 86_400_000L);
            default -> millis;
        };
    }

    /** The wall clock time that a java.sql object shows in the JVM's zone, as if it were UTC. */
    private static long wallMillis(long millis) {
        return millis + TimeZone.getDefault().getOffset(millis);
    }

    static @Nullable Date shift(@Nullable Date date, @Nullable Calendar calendar) {
        return date == null ? null : new Date(shift(date.getTime(), calendar));
    }

    static @Nullable Time shift(@Nullable Time time, @Nullable Calendar calendar) {
        return time == null ? null : new Time(shift(time.getTime(), calendar));
    }

    static @Nullable Timestamp shift(@Nullable Timestamp timestamp, @Nullable Calendar calendar) {
        if (timestamp == null) {
            return null;
        }
        Timestamp shifted = new Timestamp(shift(timestamp.getTime(), calendar));
        shifted.setNanos(timestamp.getNanos());
        return shifted;
    }

    /** The instant that shows in the JVM's zone what {@code millis} shows in the calendar's. */
    private static long shift(long millis, @Nullable Calendar calendar) {
        if (calendar == null) {
            return millis;
        }
        long wall = millis + calendar.getTimeZone().getOffset(millis);
        return wall - TimeZone.getDefault().getOffset(wall);
    }

    static String read(Reader reader, long length) throws SQLException {
        try {
            StringWriter text = new StringWriter();
            char[] buffer = new char[8192];
            long left = length;
            int n = 0;
            while (left > 0 && n >= 0) {
                n = reader.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (n > 0) {
                    text.write(buffer, 0, n);
                    left -= n;
                }
            }
            return text.toString();
        } catch (IOException e) {
            throw new SQLException("Cannot read the parameter's stream: " + e.getMessage(), "58030", e);
        }
    }

    static byte[] read(InputStream stream, long length) throws SQLException {
        try {
            return length > Integer.MAX_VALUE ? stream.readAllBytes() : stream.readNBytes((int) length);
        } catch (IOException e) {
            throw new SQLException("Cannot read the parameter's stream: " + e.getMessage(), "58030", e);
        }
    }
}
