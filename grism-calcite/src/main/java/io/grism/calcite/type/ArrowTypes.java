package io.grism.calcite.type;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** The two ways between SQL types and Arrow fields. */
public final class ArrowTypes {
    /** The name of the element field of a list. */
    private static final String ELEMENT = "element";

    private ArrowTypes() {}

    /** The Arrow schema of a row type. */
    public static Schema schema(RelDataType rowType) {
        List<Field> fields = new ArrayList<>();
        for (RelDataTypeField field : rowType.getFieldList()) {
            fields.add(field(field.getName(), field.getType()));
        }
        return new Schema(fields);
    }

    /**
     * The Arrow field of a SQL type.
     *
     * @throws GrismException NOT_SUPPORTED for a type that batches cannot carry
     */
    public static Field field(String name, RelDataType type) {
        TypeKind kind = kind(type);
        boolean nullable = type.isNullable() || kind == TypeKind.NULL;
        return switch (kind) {
            case DECIMAL ->
                new Field(
                        name,
                        new FieldType(nullable, new ArrowType.Decimal(type.getPrecision(), type.getScale(), 128), null),
                        null);
            case ARRAY ->
                new Field(
                        name,
                        new FieldType(nullable, ArrowType.List.INSTANCE, null),
                        List.of(field(ELEMENT, required(type.getComponentType(), type))));
            case ROW -> {
                List<Field> children = new ArrayList<>();
                for (RelDataTypeField child : type.getFieldList()) {
                    children.add(field(child.getName(), child.getType()));
                }
                yield new Field(name, new FieldType(nullable, ArrowType.Struct.INSTANCE, null), children);
            }
            case MAP -> {
                Field key = field("key", required(type.getKeyType(), type));
                Field entries = new Field(
                        "entries",
                        new FieldType(false, ArrowType.Struct.INSTANCE, null),
                        List.of(
                                new Field("key", new FieldType(false, key.getType(), null), key.getChildren()),
                                field("value", required(type.getValueType(), type))));
                yield new Field(name, new FieldType(nullable, new ArrowType.Map(false), null), List.of(entries));
            }
            default -> new Field(name, new FieldType(nullable, kind.arrowType(), null), null);
        };
    }

    /** The kind that carries values of a SQL type. */
    public static TypeKind kind(RelDataType type) {
        if (type.isStruct()) {
            return TypeKind.ROW;
        }
        return switch (type.getSqlTypeName()) {
            case BOOLEAN -> TypeKind.BOOLEAN;
            case TINYINT -> TypeKind.TINYINT;
            case SMALLINT -> TypeKind.SMALLINT;
            case INTEGER -> TypeKind.INTEGER;
            case BIGINT -> TypeKind.BIGINT;
            case REAL -> TypeKind.REAL;
            case FLOAT, DOUBLE -> TypeKind.DOUBLE;
            case DECIMAL -> TypeKind.DECIMAL;
            case CHAR, VARCHAR -> TypeKind.VARCHAR;
            case BINARY, VARBINARY -> TypeKind.VARBINARY;
            case DATE -> TypeKind.DATE;
            case TIME -> TypeKind.TIME;
            case TIMESTAMP -> TypeKind.TIMESTAMP;
            case TIMESTAMP_TZ, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> TypeKind.TIMESTAMP_TZ;
            case INTERVAL_YEAR, INTERVAL_YEAR_MONTH, INTERVAL_MONTH -> TypeKind.INTERVAL_MONTHS;
            case INTERVAL_DAY,
                    INTERVAL_DAY_HOUR,
                    INTERVAL_DAY_MINUTE,
                    INTERVAL_DAY_SECOND,
                    INTERVAL_HOUR,
                    INTERVAL_HOUR_MINUTE,
                    INTERVAL_HOUR_SECOND,
                    INTERVAL_MINUTE,
                    INTERVAL_MINUTE_SECOND,
                    INTERVAL_SECOND -> TypeKind.INTERVAL_MILLIS;
            case UUID -> TypeKind.UUID;
            case ARRAY, MULTISET -> TypeKind.ARRAY;
            case ROW, STRUCTURED -> TypeKind.ROW;
            case MAP -> TypeKind.MAP;
            case NULL -> TypeKind.NULL;
            default ->
                throw new GrismException(
                        ErrorCode.NOT_SUPPORTED,
                        "Cannot use type: " + type + ". The types are those of docs/sql.md, section Types");
        };
    }

    /** The row type of a schema; strings are VARCHAR without limit, lists are arrays. */
    public static RelDataType rowType(RelDataTypeFactory factory, Schema schema) {
        RelDataTypeFactory.Builder builder = factory.builder();
        for (Field field : schema.getFields()) {
            builder.add(field.getName(), type(factory, field));
        }
        return builder.build();
    }

    /** The SQL type of an Arrow field of one of the kinds of {@link TypeKind}. */
    public static RelDataType type(RelDataTypeFactory factory, Field field) {
        RelDataType type =
                switch (TypeKind.of(field)) {
                    case BOOLEAN -> factory.createSqlType(SqlTypeName.BOOLEAN);
                    case TINYINT -> factory.createSqlType(SqlTypeName.TINYINT);
                    case SMALLINT -> factory.createSqlType(SqlTypeName.SMALLINT);
                    case INTEGER -> factory.createSqlType(SqlTypeName.INTEGER);
                    case BIGINT -> factory.createSqlType(SqlTypeName.BIGINT);
                    case REAL -> factory.createSqlType(SqlTypeName.REAL);
                    case DOUBLE -> factory.createSqlType(SqlTypeName.DOUBLE);
                    case DECIMAL -> {
                        ArrowType.Decimal decimal = (ArrowType.Decimal) field.getType();
                        yield factory.createSqlType(SqlTypeName.DECIMAL, decimal.getPrecision(), decimal.getScale());
                    }
                    case VARCHAR -> factory.createSqlType(SqlTypeName.VARCHAR);
                    case VARBINARY -> factory.createSqlType(SqlTypeName.VARBINARY);
                    case DATE -> factory.createSqlType(SqlTypeName.DATE);
                    case TIME -> factory.createSqlType(SqlTypeName.TIME, GrismTypeSystem.MAX_TIME_PRECISION);
                    case TIMESTAMP -> factory.createSqlType(SqlTypeName.TIMESTAMP, GrismTypeSystem.MAX_TIME_PRECISION);
                    case TIMESTAMP_TZ ->
                        factory.createSqlType(
                                SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, GrismTypeSystem.MAX_TIME_PRECISION);
                    case INTERVAL_MONTHS ->
                        factory.createSqlIntervalType(
                                new SqlIntervalQualifier(TimeUnit.YEAR, TimeUnit.MONTH, SqlParserPos.ZERO));
                    case INTERVAL_MILLIS ->
                        factory.createSqlIntervalType(
                                new SqlIntervalQualifier(TimeUnit.DAY, TimeUnit.SECOND, SqlParserPos.ZERO));
                    case UUID -> factory.createSqlType(SqlTypeName.UUID);
                    case ARRAY ->
                        factory.createArrayType(
                                type(factory, field.getChildren().get(0)), -1);
                    case ROW -> {
                        RelDataTypeFactory.Builder builder = factory.builder();
                        for (Field child : field.getChildren()) {
                            builder.add(child.getName(), type(factory, child));
                        }
                        yield builder.build();
                    }
                    case MAP -> {
                        List<Field> entry = field.getChildren().get(0).getChildren();
                        yield factory.createMapType(type(factory, entry.get(0)), type(factory, entry.get(1)));
                    }
                    case NULL -> factory.createSqlType(SqlTypeName.NULL);
                };
        return factory.createTypeWithNullability(type, field.isNullable());
    }

    private static RelDataType required(@Nullable RelDataType part, RelDataType whole) {
        if (part == null) {
            throw new GrismException(ErrorCode.INTERNAL, "type " + whole + " lacks its element type");
        }
        return part;
    }
}
