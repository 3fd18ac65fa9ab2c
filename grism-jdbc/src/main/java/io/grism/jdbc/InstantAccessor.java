package io.grism.jdbc;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Calendar;
import java.util.Map;
import org.apache.calcite.avatica.util.Cursor;
import org.joou.UByte;
import org.joou.UInteger;
import org.joou.ULong;
import org.joou.UShort;
import org.jspecify.annotations.Nullable;

/**
 * Reads a TIMESTAMP WITH TIME ZONE: an instant, so that no calendar shifts it. As text it stands in the JVM's zone, with its offset.
 */
final class InstantAccessor implements Cursor.Accessor {
    private static final DateTimeFormatter TEXT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSxxx");

    /** Gives the current row's milliseconds since the epoch, or null. */
    interface Millis {
        @Nullable
        Object get() throws SQLException;
    }

    private final Millis value;
    private boolean wasNull;

    InstantAccessor(Millis value) {
        this.value = value;
    }

    private static SQLException wrong(String type) {
        return SqlErrors.usage("Cannot read a TIMESTAMP WITH TIME ZONE as " + type + ". Use getTimestamp or getString");
    }

    private @Nullable Long millis() throws SQLException {
        Long millis = (Long) value.get();
        wasNull = millis == null;
        return millis;
    }

    @Override
    public boolean wasNull() throws SQLException {
        return wasNull;
    }

    @Override
    public @Nullable String getString() throws SQLException {
        Long millis = millis();
        return millis == null ? null : TEXT.format(Instant.ofEpochMilli(millis).atZone(ZoneId.systemDefault()));
    }

    @Override
    public @Nullable Timestamp getTimestamp(@Nullable Calendar calendar) throws SQLException {
        Long millis = millis();
        return millis == null ? null : new Timestamp(millis);
    }

    @Override
    public @Nullable Date getDate(@Nullable Calendar calendar) throws SQLException {
        Long millis = millis();
        return millis == null ? null : new Date(millis);
    }

    @Override
    public @Nullable Time getTime(@Nullable Calendar calendar) throws SQLException {
        Long millis = millis();
        return millis == null ? null : new Time(millis);
    }

    @Override
    public @Nullable Object getObject() throws SQLException {
        return getTimestamp(null);
    }

    @Override
    public @Nullable Object getObject(Map<String, Class<?>> map) throws SQLException {
        return getObject();
    }

    @Override
    public long getLong() throws SQLException {
        Long millis = millis();
        return millis == null ? 0 : millis;
    }

    @Override
    public boolean getBoolean() throws SQLException {
        throw wrong("boolean");
    }

    @Override
    public byte getByte() throws SQLException {
        throw wrong("byte");
    }

    @Override
    public UByte getUByte() throws SQLException {
        throw wrong("byte");
    }

    @Override
    public short getShort() throws SQLException {
        throw wrong("short");
    }

    @Override
    public UShort getUShort() throws SQLException {
        throw wrong("short");
    }

    @Override
    public int getInt() throws SQLException {
        throw wrong("int");
    }

    @Override
    public UInteger getUInt() throws SQLException {
        throw wrong("int");
    }

    @Override
    public ULong getULong() throws SQLException {
        throw wrong("an unsigned long");
    }

    @Override
    public float getFloat() throws SQLException {
        throw wrong("float");
    }

    @Override
    public double getDouble() throws SQLException {
        throw wrong("double");
    }

    @Override
    public BigDecimal getBigDecimal() throws SQLException {
        throw wrong("BigDecimal");
    }

    @Override
    public BigDecimal getBigDecimal(int scale) throws SQLException {
        throw wrong("BigDecimal");
    }

    @Override
    public byte[] getBytes() throws SQLException {
        throw wrong("bytes");
    }

    @Override
    public InputStream getAsciiStream() throws SQLException {
        throw wrong("a stream");
    }

    @Override
    public InputStream getUnicodeStream() throws SQLException {
        throw wrong("a stream");
    }

    @Override
    public InputStream getBinaryStream() throws SQLException {
        throw wrong("a stream");
    }

    @Override
    public Reader getCharacterStream() throws SQLException {
        throw wrong("a stream");
    }

    @Override
    public Ref getRef() throws SQLException {
        throw wrong("Ref");
    }

    @Override
    public Blob getBlob() throws SQLException {
        throw wrong("Blob");
    }

    @Override
    public Clob getClob() throws SQLException {
        throw wrong("Clob");
    }

    @Override
    public Array getArray() throws SQLException {
        throw wrong("Array");
    }

    @Override
    public Struct getStruct() throws SQLException {
        throw wrong("Struct");
    }

    @Override
    public URL getURL() throws SQLException {
        throw wrong("URL");
    }

    @Override
    public NClob getNClob() throws SQLException {
        throw wrong("NClob");
    }

    @Override
    public SQLXML getSQLXML() throws SQLException {
        throw wrong("SQLXML");
    }

    @Override
    public @Nullable String getNString() throws SQLException {
        return getString();
    }

    @Override
    public Reader getNCharacterStream() throws SQLException {
        throw wrong("a stream");
    }

    @Override
    public <T> @Nullable T getObject(Class<T> type) throws SQLException {
        return type.cast(getTimestamp(null));
    }
}
