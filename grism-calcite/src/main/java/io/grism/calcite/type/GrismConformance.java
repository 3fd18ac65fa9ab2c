package io.grism.calcite.type;

import org.apache.calcite.sql.validate.SqlConformance;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlDelegatingConformance;

/**
 * What Grism's SQL allows beyond the standard: {@code %}, {@code !=}, GROUP BY and HAVING with aliases and ordinals, CROSS APPLY,
 * LIMIT with two numbers, INSERT of some columns. Arithmetic is checked.
 */
public final class GrismConformance extends SqlDelegatingConformance {
    public static final SqlConformance INSTANCE = new GrismConformance();

    private GrismConformance() {
        super(SqlConformanceEnum.LENIENT);
    }

    @Override
    public boolean checkedArithmetic() {
        return true;
    }

    @Override
    public boolean shouldConvertRaggedUnionTypesToVarying() {
        return true;
    }

    @Override
    public boolean allowCharLiteralAlias() {
        return false;
    }

    @Override
    public boolean allowExtend() {
        return false;
    }

    @Override
    public boolean allowGeometry() {
        return false;
    }

    @Override
    public boolean supportsUnsignedTypes() {
        return false;
    }
}
