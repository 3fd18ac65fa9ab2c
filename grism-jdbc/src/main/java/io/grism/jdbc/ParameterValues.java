package io.grism.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Calendar;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/** The values that JDBC programs pass, as the engine takes them (see TypeKind). */
final class ParameterValues {
    private ParameterValues() {}

    /**
     * Everything stays as it is, for the engine converts it to the parameter's type or refuses; but a java.sql.Time is the time that it shows in the JVM's zone.
     */
    static @Nullable Object toInternal(@Nullable Object value) {
        if (value instanceof Time time) {
            long wall = time.getTime() + TimeZone.getDefault().getOffset(time.getTime());
            return LocalTime.ofNanoOfDay(Math.floorMod(wall, 86_400_000L) * 1_000_000);
        }
        if (value instanceof Object[] array) {
            return Arrays.asList(array);
        }
        return value;
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
