package io.grism.calcite.type;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql.validate.implicit.TypeCoercionImpl;
import org.jspecify.annotations.Nullable;

/**
 * Implicit casts, of which those into the columns of a table never cut: a CAST to VARCHAR(3) would, so values are cast to VARCHAR and the store checks
 * the length.
 */
public class AssignmentCoercion extends TypeCoercionImpl {
    public AssignmentCoercion(RelDataTypeFactory factory, SqlValidator validator) {
        super(factory, validator);
    }

    @Override
    public boolean querySourceCoercion(
            @Nullable SqlValidatorScope scope, RelDataType source, RelDataType target, SqlNode query) {
        return super.querySourceCoercion(scope, source, asNullableAs(source, withoutLengths(factory, target)), query);
    }

    /** A cast leaves a NULL what it is, and makes none; the store checks columns that may not have them. */
    private RelDataType asNullableAs(RelDataType source, RelDataType target) {
        List<RelDataTypeField> from = source.getFieldList();
        List<RelDataTypeField> to = target.getFieldList();
        RelDataTypeFactory.Builder row = factory.builder();
        for (int i = 0; i < to.size(); i++) {
            RelDataType type = to.get(i).getType();
            row.add(
                    to.get(i).getName(),
                    i < from.size()
                            ? factory.createTypeWithNullability(
                                    type, from.get(i).getType().isNullable())
                            : type);
        }
        return row.build();
    }

    /** The row type with room for strings of any length. */
    public static RelDataType withoutLengths(RelDataTypeFactory factory, RelDataType rowType) {
        RelDataTypeFactory.Builder relaxed = factory.builder();
        for (RelDataTypeField field : rowType.getFieldList()) {
            relaxed.add(field.getName(), withoutLength(factory, field.getType()));
        }
        return relaxed.build();
    }

    private static RelDataType withoutLength(RelDataTypeFactory factory, RelDataType type) {
        RelDataType relaxed =
                switch (type.getSqlTypeName()) {
                    case CHAR, VARCHAR -> factory.createSqlType(SqlTypeName.VARCHAR);
                    case BINARY, VARBINARY -> factory.createSqlType(SqlTypeName.VARBINARY);
                    default -> type;
                };
        return factory.createTypeWithNullability(relaxed, type.isNullable());
    }
}
