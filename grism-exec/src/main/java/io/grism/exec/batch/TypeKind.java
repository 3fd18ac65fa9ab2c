package io.grism.exec.batch;

import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/**
 * The SQL types that a batch can carry, each with its one Arrow type and the Java object that stands for a
 * value where values are boxed (the same objects Calcite's generated code uses).
 */
public enum TypeKind {
    /** Arrow Bool; {@link Boolean}. */
    BOOLEAN,
    /** Arrow Int(8); {@link Byte}. */
    TINYINT,
    /** Arrow Int(16); {@link Short}. */
    SMALLINT,
    /** Arrow Int(32); {@link Integer}. */
    INTEGER,
    /** Arrow Int(64); {@link Long}. */
    BIGINT,
    /** Arrow FloatingPoint(SINGLE); {@link Float}. */
    REAL,
    /** Arrow FloatingPoint(DOUBLE); {@link Double}. */
    DOUBLE,
    /** Arrow Decimal(p, s, 128), p at most 38; {@link java.math.BigDecimal} of scale s. */
    DECIMAL,
    /** Arrow Utf8; {@link String}. CHAR and VARCHAR both. */
    VARCHAR,
    /** Arrow Binary; {@code org.apache.calcite.avatica.util.ByteString} at the SQL edge, {@code byte[]} here. */
    VARBINARY,
    /** Arrow Date(DAY); {@link Integer} days since 1970-01-01. */
    DATE,
    /** Arrow Time(MILLISECOND, 32); {@link Integer} milliseconds since midnight. */
    TIME,
    /** Arrow Timestamp(MILLISECOND, null); {@link Long} milliseconds, without time zone. */
    TIMESTAMP,
    /** Arrow Timestamp(MILLISECOND, "UTC"); {@link Long} milliseconds since the epoch: an instant. */
    TIMESTAMP_TZ,
    /** Arrow Interval(YEAR_MONTH); {@link Integer} months. */
    INTERVAL_MONTHS,
    /** Arrow Duration(MILLISECOND); {@link Long} milliseconds. */
    INTERVAL_MILLIS,
    /** Arrow FixedSizeBinary(16), big-endian; {@link java.util.UUID}. */
    UUID,
    /** Arrow List; {@link java.util.List}. MULTISET too. */
    ARRAY,
    /** Arrow Struct; {@code Object[]}. */
    ROW,
    /** Arrow Map; {@link java.util.Map}. */
    MAP,
    /** Arrow Null. */
    NULL;

    private static final ArrowType UTC_TIMESTAMP = new ArrowType.Timestamp(TimeUnit.MILLISECOND, "UTC");

    public static TypeKind of(Field field) {
        return of(field.getType());
    }

    /** The kind of an Arrow type that Grism's batches use; any other Arrow type is an argument error. */
    public static TypeKind of(ArrowType type) {
        return switch (type.getTypeID()) {
            case Bool -> BOOLEAN;
            case Int ->
                switch (((ArrowType.Int) type).getBitWidth()) {
                    case 8 -> TINYINT;
                    case 16 -> SMALLINT;
                    case 32 -> INTEGER;
                    default -> BIGINT;
                };
            case FloatingPoint ->
                ((ArrowType.FloatingPoint) type).getPrecision() == FloatingPointPrecision.SINGLE ? REAL : DOUBLE;
            case Decimal -> DECIMAL;
            case Utf8 -> VARCHAR;
            case Binary -> VARBINARY;
            case Date -> DATE;
            case Time -> TIME;
            case Timestamp -> ((ArrowType.Timestamp) type).getTimezone() == null ? TIMESTAMP : TIMESTAMP_TZ;
            case Interval -> INTERVAL_MONTHS;
            case Duration -> INTERVAL_MILLIS;
            case FixedSizeBinary -> UUID;
            case List -> ARRAY;
            case Struct -> ROW;
            case Map -> MAP;
            case Null -> NULL;
            default -> throw new IllegalArgumentException("no SQL type for Arrow type " + type);
        };
    }

    /** The Arrow type of a kind without parameters or children. */
    public ArrowType arrowType() {
        return switch (this) {
            case BOOLEAN -> ArrowType.Bool.INSTANCE;
            case TINYINT -> new ArrowType.Int(8, true);
            case SMALLINT -> new ArrowType.Int(16, true);
            case INTEGER -> new ArrowType.Int(32, true);
            case BIGINT -> new ArrowType.Int(64, true);
            case REAL -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
            case DOUBLE -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
            case VARCHAR -> ArrowType.Utf8.INSTANCE;
            case VARBINARY -> ArrowType.Binary.INSTANCE;
            case DATE -> new ArrowType.Date(DateUnit.DAY);
            case TIME -> new ArrowType.Time(TimeUnit.MILLISECOND, 32);
            case TIMESTAMP -> new ArrowType.Timestamp(TimeUnit.MILLISECOND, null);
            case TIMESTAMP_TZ -> UTC_TIMESTAMP;
            case INTERVAL_MONTHS -> new ArrowType.Interval(IntervalUnit.YEAR_MONTH);
            case INTERVAL_MILLIS -> new ArrowType.Duration(TimeUnit.MILLISECOND);
            case UUID -> new ArrowType.FixedSizeBinary(16);
            case NULL -> ArrowType.Null.INSTANCE;
            case DECIMAL, ARRAY, ROW, MAP -> throw new IllegalArgumentException(this + " has parameters");
        };
    }

    /** A nullable field of a kind without parameters. */
    public Field field(String name) {
        return new Field(name, FieldType.nullable(arrowType()), null);
    }

    /** A field of DECIMAL(precision, scale). */
    public static Field decimal(String name, int precision, int scale) {
        return new Field(name, FieldType.nullable(new ArrowType.Decimal(precision, scale, 128)), null);
    }
}
