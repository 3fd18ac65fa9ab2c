package io.grism.calcite.type;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * The factory of Grism's SQL types: UTF-8 strings, one type of instant. Not thread-safe while a plan is made with it; one a statement.
 */
public final class GrismTypeFactory extends JavaTypeFactoryImpl {
    public GrismTypeFactory() {
        super(GrismTypeSystem.INSTANCE);
    }

    @Override
    public Charset getDefaultCharset() {
        return StandardCharsets.UTF_8;
    }

    @Override
    public RelDataType createSqlType(SqlTypeName typeName) {
        return super.createSqlType(normal(typeName));
    }

    @Override
    public RelDataType createSqlType(SqlTypeName typeName, int precision) {
        return super.createSqlType(normal(typeName), precision);
    }

    /** TIMESTAMP WITH TIME ZONE is an instant, and so is TIMESTAMP WITH LOCAL TIME ZONE. */
    private static SqlTypeName normal(SqlTypeName typeName) {
        return typeName == SqlTypeName.TIMESTAMP_TZ ? SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE : typeName;
    }
}
