package io.grism.calcite.type;

import java.math.RoundingMode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeSystem;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/**
 * Grism's SQL type system: DECIMAL of 38 digits, times of milliseconds, sums and averages that hold their result. Integer division stays integer
 * division, as in the standard; decimals round half up.
 */
public final class GrismTypeSystem extends RelDataTypeSystemImpl {
    /** The most digits of a DECIMAL. */
    public static final int MAX_DECIMAL_PRECISION = 38;

    /** The most fractional digits of TIME and TIMESTAMP seconds. */
    public static final int MAX_TIME_PRECISION = 3;

    public static final RelDataTypeSystem INSTANCE = new GrismTypeSystem();

    private static final int AVERAGE_SCALE = 10;
    private static final int LEAST_QUOTIENT_SCALE = 6;

    private GrismTypeSystem() {}

    @Override
    public int getMaxScale(SqlTypeName typeName) {
        return typeName == SqlTypeName.DECIMAL ? MAX_DECIMAL_PRECISION : super.getMaxScale(typeName);
    }

    @Override
    public int getMaxPrecision(SqlTypeName typeName) {
        return switch (typeName) {
            case DECIMAL -> MAX_DECIMAL_PRECISION;
            case CHAR, VARCHAR, BINARY, VARBINARY -> Integer.MAX_VALUE;
            case TIME, TIME_TZ, TIME_WITH_LOCAL_TIME_ZONE, TIMESTAMP, TIMESTAMP_TZ, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                MAX_TIME_PRECISION;
            default -> super.getMaxPrecision(typeName);
        };
    }

    @Override
    public int getDefaultPrecision(SqlTypeName typeName) {
        return switch (typeName) {
            case TIME, TIME_TZ, TIME_WITH_LOCAL_TIME_ZONE, TIMESTAMP, TIMESTAMP_TZ, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                MAX_TIME_PRECISION;
            default -> super.getDefaultPrecision(typeName);
        };
    }

    @Override
    public RoundingMode roundingMode() {
        return RoundingMode.HALF_UP;
    }

    @Override
    public boolean shouldConvertRaggedUnionTypesToVarying() {
        return true;
    }

    @Override
    public RelDataType deriveSumType(RelDataTypeFactory factory, RelDataType argument) {
        RelDataType type =
                switch (argument.getSqlTypeName()) {
                    case TINYINT, SMALLINT, INTEGER -> factory.createSqlType(SqlTypeName.BIGINT);
                    case BIGINT -> factory.createSqlType(SqlTypeName.DECIMAL, MAX_DECIMAL_PRECISION, 0);
                    case DECIMAL ->
                        factory.createSqlType(SqlTypeName.DECIMAL, MAX_DECIMAL_PRECISION, argument.getScale());
                    case REAL, FLOAT, DOUBLE -> factory.createSqlType(SqlTypeName.DOUBLE);
                    default -> argument;
                };
        return factory.createTypeWithNullability(type, argument.isNullable());
    }

    @Override
    public RelDataType deriveAvgAggType(RelDataTypeFactory factory, RelDataType argument) {
        RelDataType type =
                switch (argument.getSqlTypeName()) {
                    case TINYINT, SMALLINT, INTEGER, BIGINT ->
                        factory.createSqlType(SqlTypeName.DECIMAL, MAX_DECIMAL_PRECISION, AVERAGE_SCALE);
                    case DECIMAL -> {
                        int integral = argument.getPrecision() - argument.getScale();
                        int scale = Math.max(
                                argument.getScale(), Math.min(AVERAGE_SCALE, MAX_DECIMAL_PRECISION - integral));
                        yield factory.createSqlType(SqlTypeName.DECIMAL, MAX_DECIMAL_PRECISION, scale);
                    }
                    case REAL, FLOAT, DOUBLE -> factory.createSqlType(SqlTypeName.DOUBLE);
                    default -> argument;
                };
        return factory.createTypeWithNullability(type, argument.isNullable());
    }

    @Override
    public RelDataType deriveCovarType(RelDataTypeFactory factory, RelDataType first, RelDataType second) {
        return factory.createTypeWithNullability(
                factory.createSqlType(SqlTypeName.DOUBLE), first.isNullable() || second.isNullable());
    }

    /**
     * The quotient of decimals: all integral digits, then as many fractional ones as the operands' digits ask for and
     * 38 leave room for, at least 6.
     */
    @Override
    public @Nullable RelDataType deriveDecimalDivideType(
            RelDataTypeFactory factory, RelDataType dividend, RelDataType divisor) {
        if (!SqlTypeUtil.isExactNumeric(dividend)
                || !SqlTypeUtil.isExactNumeric(divisor)
                || !(SqlTypeUtil.isDecimal(dividend) || SqlTypeUtil.isDecimal(divisor))) {
            return null;
        }
        RelDataType left = decimal(factory, dividend);
        RelDataType right = decimal(factory, divisor);
        int integral = left.getPrecision() - left.getScale() + right.getScale();
        int scale = Math.max(LEAST_QUOTIENT_SCALE, left.getScale() + right.getPrecision() + 1);
        scale = Math.min(scale, Math.max(LEAST_QUOTIENT_SCALE, MAX_DECIMAL_PRECISION - integral));
        return factory.createSqlType(SqlTypeName.DECIMAL, Math.min(MAX_DECIMAL_PRECISION, integral + scale), scale);
    }

    private static RelDataType decimal(RelDataTypeFactory factory, RelDataType type) {
        return SqlTypeUtil.isDecimal(type) ? type : factory.decimalOf(type);
    }
}
