package io.grism.jdbc;

import io.grism.api.GrismColumn;
import java.sql.DatabaseMetaData;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.avatica.AvaticaParameter;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.ColumnMetaData.AvaticaType;
import org.apache.calcite.avatica.ColumnMetaData.Rep;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** SQL types as JDBC describes them. */
final class ColumnTypes {
    private ColumnTypes() {}

    static Meta.Signature signature(@Nullable String sql, List<GrismColumn> columns, List<GrismColumn> parameters) {
        List<ColumnMetaData> described = new ArrayList<>(columns.size());
        for (GrismColumn column : columns) {
            described.add(describe(described.size(), column));
        }
        List<AvaticaParameter> slots = new ArrayList<>(parameters.size());
        for (GrismColumn parameter : parameters) {
            RelDataType type = parameter.type();
            AvaticaType avatica = avaticaType(type);
            slots.add(new AvaticaParameter(
                    signed(type),
                    precision(type),
                    scale(type),
                    avatica.id,
                    typeName(type),
                    avatica.columnClassName(),
                    parameter.label()));
        }
        return new Meta.Signature(
                described,
                sql,
                slots,
                null,
                Meta.CursorFactory.ARRAY,
                columns.isEmpty() ? null : Meta.StatementType.SELECT);
    }

    private static ColumnMetaData describe(int ordinal, GrismColumn column) {
        RelDataType type = column.type();
        GrismColumn.Origin origin = column.origin();
        AvaticaType avatica = avaticaType(type);
        return new ColumnMetaData(
                ordinal,
                false,
                true,
                true,
                false,
                type.isNullable() ? DatabaseMetaData.columnNullable : DatabaseMetaData.columnNoNulls,
                signed(type),
                displaySize(type),
                column.label(),
                origin == null ? column.label() : origin.column(),
                origin == null ? null : origin.schema(),
                precision(type),
                scale(type),
                origin == null ? null : origin.table(),
                null,
                avatica,
                true,
                false,
                false,
                avatica.columnClassName());
    }

    /** The JDBC type and how values are represented in the cursor. */
    static AvaticaType avaticaType(RelDataType type) {
        String name = typeName(type);
        return switch (type.getSqlTypeName()) {
            case BOOLEAN -> scalar(Types.BOOLEAN, name, Rep.BOOLEAN);
            case TINYINT -> scalar(Types.TINYINT, name, Rep.BYTE);
            case SMALLINT -> scalar(Types.SMALLINT, name, Rep.SHORT);
            case INTEGER -> scalar(Types.INTEGER, name, Rep.INTEGER);
            case BIGINT -> scalar(Types.BIGINT, name, Rep.LONG);
            case REAL -> scalar(Types.REAL, name, Rep.FLOAT);
            case FLOAT, DOUBLE -> scalar(Types.DOUBLE, name, Rep.DOUBLE);
            case DECIMAL -> scalar(Types.DECIMAL, name, Rep.NUMBER);
            case CHAR -> scalar(Types.CHAR, name, Rep.STRING);
            case VARCHAR -> scalar(Types.VARCHAR, name, Rep.STRING);
            case BINARY -> scalar(Types.BINARY, name, Rep.BYTE_STRING);
            case VARBINARY -> scalar(Types.VARBINARY, name, Rep.BYTE_STRING);
            case DATE -> scalar(Types.DATE, name, Rep.INTEGER);
            case TIME -> scalar(Types.TIME, name, Rep.INTEGER);
            case TIMESTAMP -> scalar(Types.TIMESTAMP, name, Rep.LONG);
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE, TIMESTAMP_TZ ->
                scalar(Types.TIMESTAMP_WITH_TIMEZONE, name, Rep.OBJECT);
            case ARRAY, MULTISET -> ColumnMetaData.array(avaticaType(component(type)), name, Rep.ARRAY);
            case ROW -> {
                List<ColumnMetaData> fields = new ArrayList<>();
                for (RelDataTypeField field : type.getFieldList()) {
                    fields.add(describe(
                            fields.size(),
                            new GrismColumn(
                                    field.getName(), field.getType(), io.grism.exec.batch.TypeKind.NULL, null)));
                }
                yield ColumnMetaData.struct(fields);
            }
            case NULL -> scalar(Types.NULL, name, Rep.OBJECT);
            default -> scalar(Types.OTHER, name, Rep.OBJECT);
        };
    }

    private static AvaticaType scalar(int id, String name, Rep rep) {
        return ColumnMetaData.scalar(id, name, rep);
    }

    private static RelDataType component(RelDataType type) {
        RelDataType component = type.getComponentType();
        if (component == null) {
            throw new IllegalArgumentException(type + " has no component");
        }
        return component;
    }

    /** As SQL names the type, without parameters; an interval with its fields: INTERVAL_DAY_TO_SECOND. */
    static String typeName(RelDataType type) {
        SqlTypeName name = type.getSqlTypeName();
        return switch (name) {
            case FLOAT -> "DOUBLE";
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE, TIMESTAMP_TZ -> "TIMESTAMP WITH TIME ZONE";
            case ARRAY, MULTISET -> typeName(component(type)) + " " + name;
            default -> name.name();
        };
    }

    static boolean signed(RelDataType type) {
        return switch (type.getSqlTypeName()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT, REAL, FLOAT, DOUBLE, DECIMAL -> true;
            default -> false;
        };
    }

    static int precision(RelDataType type) {
        return switch (type.getSqlTypeName()) {
            case TINYINT -> 3;
            case SMALLINT -> 5;
            case INTEGER -> 10;
            case BIGINT -> 19;
            case REAL -> 7;
            case FLOAT, DOUBLE -> 15;
            default -> Math.max(0, type.getPrecision());
        };
    }

    static int scale(RelDataType type) {
        int scale = type.getScale();
        return scale == RelDataType.SCALE_NOT_SPECIFIED ? 0 : scale;
    }

    static int displaySize(RelDataType type) {
        int precision = precision(type);
        return switch (type.getSqlTypeName()) {
            case BOOLEAN -> 5;
            case TINYINT, SMALLINT, INTEGER, BIGINT -> precision + 1;
            case REAL, FLOAT, DOUBLE -> 24;
            case DECIMAL -> precision + 2;
            case DATE -> 10;
            case TIME -> precision == 0 ? 8 : 9 + precision;
            case TIMESTAMP -> precision == 0 ? 19 : 20 + precision;
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE, TIMESTAMP_TZ -> 30;
            case UUID -> 36;
            case CHAR -> precision;
            default -> precision == 0 ? Integer.MAX_VALUE : precision;
        };
    }
}
