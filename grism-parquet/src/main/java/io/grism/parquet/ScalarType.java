package io.grism.parquet;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * What the values of a primitive Parquet type mean.
 *
 * @param field the type they have in a batch, with the column's name
 * @param form what they are read as
 * @param perMillisecond how many units of a time make a millisecond; 1 for anything else
 */
record ScalarType(PrimitiveType parquet, Field field, Form form, long perMillisecond) {
    /** The Java form of values before they go into a vector. */
    enum Form {
        BOOLEAN,
        LONG,
        DOUBLE,
        DECIMAL,
        BYTES
    }

    private static final long JULIAN_EPOCH = 2_440_588;
    private static final long MILLIS_PER_DAY = 86_400_000;

    static ScalarType of(PrimitiveType type) {
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        String name = type.getName();
        if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
            if (decimal.getPrecision() > 38) {
                throw unsupported(type, "a DECIMAL of " + decimal.getPrecision() + " digits. There are at most 38");
            }
            return new ScalarType(
                    type, TypeKind.decimal(name, decimal.getPrecision(), decimal.getScale()), Form.DECIMAL, 1);
        }
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> new ScalarType(type, TypeKind.BOOLEAN.field(name), Form.BOOLEAN, 1);
            case INT32 -> int32(type, logical);
            case INT64 -> int64(type, logical);
            case INT96 -> new ScalarType(type, TypeKind.TIMESTAMP.field(name), Form.LONG, 1_000_000);
            case FLOAT -> new ScalarType(type, TypeKind.REAL.field(name), Form.DOUBLE, 1);
            case DOUBLE -> new ScalarType(type, TypeKind.DOUBLE.field(name), Form.DOUBLE, 1);
            case BINARY, FIXED_LEN_BYTE_ARRAY -> bytes(type, logical);
        };
    }

    private static ScalarType int32(PrimitiveType type, LogicalTypeAnnotation logical) {
        TypeKind kind = TypeKind.INTEGER;
        if (logical instanceof IntLogicalTypeAnnotation integer) {
            kind = switch (integer.getBitWidth() + (integer.isSigned() ? 0 : 1)) {
                case 8 -> TypeKind.TINYINT;
                case 9, 16 -> TypeKind.SMALLINT;
                case 33 -> TypeKind.BIGINT;
                default -> TypeKind.INTEGER;
            };
        } else if (logical instanceof LogicalTypeAnnotation.DateLogicalTypeAnnotation) {
            kind = TypeKind.DATE;
        } else if (logical instanceof TimeLogicalTypeAnnotation) {
            kind = TypeKind.TIME;
        }
        return new ScalarType(type, kind.field(type.getName()), Form.LONG, 1);
    }

    private static ScalarType int64(PrimitiveType type, LogicalTypeAnnotation logical) {
        String name = type.getName();
        if (logical instanceof IntLogicalTypeAnnotation integer && !integer.isSigned()) {
            return new ScalarType(type, TypeKind.decimal(name, 20, 0), Form.DECIMAL, 1);
        }
        if (logical instanceof TimeLogicalTypeAnnotation time) {
            return new ScalarType(type, TypeKind.TIME.field(name), Form.LONG, perMillisecond(time.getUnit()));
        }
        if (logical instanceof TimestampLogicalTypeAnnotation timestamp) {
            TypeKind kind = timestamp.isAdjustedToUTC() ? TypeKind.TIMESTAMP_TZ : TypeKind.TIMESTAMP;
            return new ScalarType(type, kind.field(name), Form.LONG, perMillisecond(timestamp.getUnit()));
        }
        return new ScalarType(type, TypeKind.BIGINT.field(name), Form.LONG, 1);
    }

    private static ScalarType bytes(PrimitiveType type, LogicalTypeAnnotation logical) {
        String name = type.getName();
        if (logical instanceof LogicalTypeAnnotation.StringLogicalTypeAnnotation
                || logical instanceof LogicalTypeAnnotation.EnumLogicalTypeAnnotation
                || logical instanceof LogicalTypeAnnotation.JsonLogicalTypeAnnotation) {
            return new ScalarType(type, TypeKind.VARCHAR.field(name), Form.BYTES, 1);
        }
        if (logical instanceof LogicalTypeAnnotation.UUIDLogicalTypeAnnotation) {
            return new ScalarType(type, TypeKind.UUID.field(name), Form.BYTES, 1);
        }
        if (logical instanceof LogicalTypeAnnotation.Float16LogicalTypeAnnotation) {
            return new ScalarType(type, TypeKind.REAL.field(name), Form.DOUBLE, 1);
        }
        if (logical instanceof LogicalTypeAnnotation.IntervalLogicalTypeAnnotation) {
            throw unsupported(type, "an INTERVAL of months, days and milliseconds together");
        }
        return new ScalarType(type, TypeKind.VARBINARY.field(name), Form.BYTES, 1);
    }

    private static GrismException unsupported(PrimitiveType type, String what) {
        return new GrismException(
                ErrorCode.NOT_SUPPORTED, "Cannot read Parquet column " + type.getName() + ": it is " + what);
    }

    private static long perMillisecond(TimeUnit unit) {
        return switch (unit) {
            case MILLIS -> 1;
            case MICROS -> 1_000;
            case NANOS -> 1_000_000;
        };
    }

    PrimitiveTypeName physical() {
        return parquet.getPrimitiveTypeName();
    }

    long toLong(int raw) {
        boolean unsigned =
                parquet.getLogicalTypeAnnotation() instanceof IntLogicalTypeAnnotation integer && !integer.isSigned();
        return unsigned ? Integer.toUnsignedLong(raw) : raw;
    }

    long toLong(long raw) {
        if (perMillisecond == 1) {
            return raw;
        }
        if (raw % perMillisecond != 0) {
            throw tooFine(raw + (perMillisecond == 1_000 ? " microseconds" : " nanoseconds"));
        }
        return raw / perMillisecond;
    }

    /** A timestamp of 96 bits: nanoseconds of the day, then the Julian day. */
    long toLong(Binary raw) {
        ByteBuffer bytes = raw.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.remaining() != 12) {
            throw new BadValueException("a timestamp of " + bytes.remaining() + " bytes");
        }
        long nanos = bytes.getLong(bytes.position());
        long day = bytes.getInt(bytes.position() + 8);
        if (nanos % perMillisecond != 0) {
            throw tooFine(nanos + " nanoseconds of a day");
        }
        return (day - JULIAN_EPOCH) * MILLIS_PER_DAY + nanos / perMillisecond;
    }

    private static BadValueException tooFine(String value) {
        return new BadValueException("a time finer than a millisecond (" + value + "). Times hold whole milliseconds");
    }

    /** A REAL of 16 bits. */
    static double toDouble(Binary raw) {
        ByteBuffer bytes = raw.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        int bits = bytes.getShort(bytes.position());
        int exponent = bits >> 10 & 0x1F;
        int fraction = bits & 0x3FF;
        double value =
                switch (exponent) {
                    case 0 -> fraction * 0x1p-24;
                    case 31 -> fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
                    default -> (1 + fraction * 0x1p-10) * Math.pow(2, exponent - 15.0);
                };
        return (bits & 0x8000) != 0 ? -value : value;
    }

    BigDecimal toDecimal(long raw) {
        if (parquet.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation decimal) {
            return BigDecimal.valueOf(raw, decimal.getScale());
        }
        BigInteger value = BigInteger.valueOf(raw);
        return new BigDecimal(raw < 0 ? value.add(BigInteger.ONE.shiftLeft(64)) : value);
    }

    BigDecimal toDecimal(Binary raw) {
        int scale = ((DecimalLogicalTypeAnnotation) parquet.getLogicalTypeAnnotation()).getScale();
        return new BigDecimal(new BigInteger(raw.getBytes()), scale);
    }

    /** The boxed value of a long as its type names it. */
    Object box(long value) {
        return switch (TypeKind.of(field)) {
            case TINYINT -> (byte) value;
            case SMALLINT -> (short) value;
            case INTEGER, DATE, TIME -> (int) value;
            default -> value;
        };
    }

    /** The boxed value of bytes. */
    Object box(Binary raw) {
        return switch (TypeKind.of(field)) {
            case VARCHAR -> raw.toStringUsingUTF8();
            case UUID -> {
                ByteBuffer bytes = raw.toByteBuffer();
                yield new UUID(bytes.getLong(bytes.position()), bytes.getLong(bytes.position() + 8));
            }
            default -> raw.getBytes();
        };
    }
}
