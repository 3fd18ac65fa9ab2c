package io.grism.exec.column;

import io.grism.exec.batch.TypeKind;
import org.apache.arrow.vector.types.Types.MinorType;
import org.apache.arrow.vector.types.pojo.Field;

/** Makes columns. */
public final class Columns {
    private Columns() {}

    /** An empty column with room for some rows. */
    public static Column create(Field field, int rows) {
        Column column = create(field);
        ((AbstractColumn) column).reserve(rows);
        return column;
    }

    /** An empty column for values of the field's type. */
    public static Column create(Field field) {
        return switch (TypeKind.of(field)) {
            case BOOLEAN -> new BooleanColumn(field);
            case TINYINT -> new ByteColumn(field, MinorType.TINYINT);
            case SMALLINT -> new ShortColumn(field, MinorType.SMALLINT);
            case INTEGER -> new IntColumn(field, MinorType.INT);
            case BIGINT -> new LongColumn(field, MinorType.BIGINT);
            case REAL -> new FloatColumn(field, MinorType.FLOAT4);
            case DOUBLE -> new DoubleColumn(field, MinorType.FLOAT8);
            case DECIMAL -> new DecimalColumn(field);
            case VARCHAR -> new BytesColumn(field, MinorType.VARCHAR);
            case VARBINARY -> new BytesColumn(field, MinorType.VARBINARY);
            case DATE -> new IntColumn(field, MinorType.DATEDAY);
            case TIME -> new IntColumn(field, MinorType.TIMEMILLI);
            case TIMESTAMP -> new LongColumn(field, MinorType.TIMESTAMPMILLI);
            case TIMESTAMP_TZ -> new LongColumn(field, MinorType.TIMESTAMPMILLITZ);
            case INTERVAL_MONTHS -> new IntColumn(field, MinorType.INTERVALYEAR);
            case INTERVAL_MILLIS -> new LongColumn(field, MinorType.DURATION);
            case UUID -> new UuidColumn(field);
            case ARRAY -> new ObjectColumn(field, MinorType.LIST);
            case ROW -> new ObjectColumn(field, MinorType.STRUCT);
            case MAP -> new ObjectColumn(field, MinorType.MAP);
            case NULL -> new NullColumn(field);
        };
    }
}
