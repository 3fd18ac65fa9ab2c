package io.grism.parquet;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** Maps Parquet types to those of batches and back. */
final class ParquetTypes {
    private ParquetTypes() {}

    static Schema schema(MessageType message) {
        return new Schema(message.getFields().stream().map(ParquetTypes::field).toList());
    }

    /** The type of a column or element; repeated types outside of a list are arrays of their own. */
    static Field field(Type type) {
        return type.isRepetition(Repetition.REPEATED)
                ? list(type.getName(), rename(single(type), "element"))
                : single(type);
    }

    /** The type of one value of a type, however often it is repeated. */
    static Field single(Type type) {
        if (type.isPrimitive()) {
            return ScalarType.of(type.asPrimitiveType()).field();
        }
        GroupType group = type.asGroupType();
        if (isList(group)) {
            return list(group.getName(), rename(elementField(group), "element"));
        }
        if (isMap(group)) {
            GroupType entry = group.getType(0).asGroupType();
            Field key = field(entry.getType(0));
            Field entries = new Field(
                    "entries",
                    FieldType.notNullable(ArrowType.Struct.INSTANCE),
                    List.of(
                            new Field("key", FieldType.notNullable(key.getType()), key.getChildren()),
                            rename(field(entry.getType(1)), "value")));
            return new Field(group.getName(), FieldType.nullable(new ArrowType.Map(false)), List.of(entries));
        }
        return new Field(
                group.getName(),
                FieldType.nullable(ArrowType.Struct.INSTANCE),
                group.getFields().stream().map(ParquetTypes::field).toList());
    }

    static boolean isList(GroupType group) {
        return group.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation
                && group.getFieldCount() == 1
                && group.getType(0).isRepetition(Repetition.REPEATED);
    }

    static boolean isMap(GroupType group) {
        LogicalTypeAnnotation logical = group.getLogicalTypeAnnotation();
        return (logical instanceof MapLogicalTypeAnnotation || logical instanceof MapKeyValueTypeAnnotation)
                && group.getFieldCount() == 1
                && group.getType(0).isRepetition(Repetition.REPEATED)
                && !group.getType(0).isPrimitive()
                && group.getType(0).asGroupType().getFieldCount() == 2;
    }

    /**
     * Whether the repeated type of a list is itself the element, as older writers have it, and not a group around it (the rules of the
     * Parquet format).
     */
    static boolean repeatedIsElement(GroupType list) {
        Type repeated = list.getType(0);
        return repeated.isPrimitive()
                || repeated.asGroupType().getFieldCount() != 1
                || repeated.asGroupType().getType(0).isRepetition(Repetition.REPEATED)
                || repeated.getName().equals("array")
                || repeated.getName().equals(list.getName() + "_tuple");
    }

    private static Field elementField(GroupType list) {
        Type repeated = list.getType(0);
        return repeatedIsElement(list)
                ? single(repeated)
                : field(repeated.asGroupType().getType(0));
    }

    private static Field list(String name, Field element) {
        return new Field(name, FieldType.nullable(ArrowType.List.INSTANCE), List.of(element));
    }

    private static Field rename(Field field, String name) {
        return new Field(name, field.getFieldType(), field.getChildren());
    }

    /** The schema in which rows of a batch schema are written. */
    static MessageType message(Schema schema) {
        List<Type> types = new ArrayList<>();
        for (Field field : schema.getFields()) {
            types.add(type(field, field.getName(), field.isNullable() ? Repetition.OPTIONAL : Repetition.REQUIRED));
        }
        return new MessageType("grism", types);
    }

    private static Type type(Field field, String name, Repetition repetition) {
        return switch (TypeKind.of(field)) {
            case BOOLEAN -> primitive(PrimitiveTypeName.BOOLEAN, repetition, null, name);
            case TINYINT -> primitive(PrimitiveTypeName.INT32, repetition, LogicalTypeAnnotation.intType(8), name);
            case SMALLINT -> primitive(PrimitiveTypeName.INT32, repetition, LogicalTypeAnnotation.intType(16), name);
            case INTEGER -> primitive(PrimitiveTypeName.INT32, repetition, null, name);
            case BIGINT -> primitive(PrimitiveTypeName.INT64, repetition, null, name);
            case REAL -> primitive(PrimitiveTypeName.FLOAT, repetition, null, name);
            case DOUBLE -> primitive(PrimitiveTypeName.DOUBLE, repetition, null, name);
            case DECIMAL -> decimal((ArrowType.Decimal) field.getType(), repetition, name);
            case VARCHAR -> primitive(PrimitiveTypeName.BINARY, repetition, LogicalTypeAnnotation.stringType(), name);
            case VARBINARY -> primitive(PrimitiveTypeName.BINARY, repetition, null, name);
            case DATE -> primitive(PrimitiveTypeName.INT32, repetition, LogicalTypeAnnotation.dateType(), name);
            case TIME ->
                primitive(
                        PrimitiveTypeName.INT32,
                        repetition,
                        LogicalTypeAnnotation.timeType(false, TimeUnit.MILLIS),
                        name);
            case TIMESTAMP ->
                primitive(
                        PrimitiveTypeName.INT64,
                        repetition,
                        LogicalTypeAnnotation.timestampType(false, TimeUnit.MILLIS),
                        name);
            case TIMESTAMP_TZ ->
                primitive(
                        PrimitiveTypeName.INT64,
                        repetition,
                        LogicalTypeAnnotation.timestampType(true, TimeUnit.MILLIS),
                        name);
            case UUID ->
                Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
                        .length(16)
                        .as(LogicalTypeAnnotation.uuidType())
                        .named(name);
            case ARRAY ->
                Types.list(repetition)
                        .element(type(field.getChildren().get(0), "element", Repetition.OPTIONAL))
                        .named(name);
            case ROW -> {
                Types.GroupBuilder<GroupType> group = Types.buildGroup(repetition);
                for (Field child : field.getChildren()) {
                    group.addField(type(child, child.getName(), Repetition.OPTIONAL));
                }
                yield group.named(name);
            }
            case MAP -> {
                List<Field> entry = field.getChildren().get(0).getChildren();
                yield Types.map(repetition)
                        .key(type(entry.get(0), "key", Repetition.REQUIRED))
                        .value(type(entry.get(1), "value", Repetition.OPTIONAL))
                        .named(name);
            }
            case INTERVAL_MONTHS, INTERVAL_MILLIS, NULL ->
                throw new GrismException(
                        ErrorCode.NOT_SUPPORTED,
                        "Cannot write column " + name + " to Parquet: its type is " + TypeKind.of(field)
                                + ". Cast it to a type that Parquet has");
        };
    }

    private static Type primitive(
            PrimitiveTypeName primitive,
            Repetition repetition,
            @org.jspecify.annotations.Nullable LogicalTypeAnnotation logical,
            String name) {
        Types.PrimitiveBuilder<org.apache.parquet.schema.PrimitiveType> builder =
                Types.primitive(primitive, repetition);
        return (logical == null ? builder : builder.as(logical)).named(name);
    }

    private static Type decimal(ArrowType.Decimal decimal, Repetition repetition, String name) {
        LogicalTypeAnnotation logical = LogicalTypeAnnotation.decimalType(decimal.getScale(), decimal.getPrecision());
        if (decimal.getPrecision() <= 9) {
            return primitive(PrimitiveTypeName.INT32, repetition, logical, name);
        }
        if (decimal.getPrecision() <= 18) {
            return primitive(PrimitiveTypeName.INT64, repetition, logical, name);
        }
        return Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
                .length(16)
                .as(logical)
                .named(name);
    }
}
