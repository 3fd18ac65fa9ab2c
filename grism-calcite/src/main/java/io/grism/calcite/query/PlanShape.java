package io.grism.calcite.query;

import io.grism.calcite.translate.RexLiterals;
import io.grism.calcite.validate.LiteralParameters;
import io.grism.parser.SqlTemplate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * What a plan wants of the literals of a text. All other literals must be those that it was made from.
 *
 * @param types for each literal the type of the parameter that stands for it, or null
 * @param shared for each literal whether another one of the same type may be in its place
 */
record PlanShape(List<@Nullable RelDataType> types, List<Boolean> shared) {
    /** The same for all texts that a plan of this shape may serve if it serves one of them. The text must have as many literals. */
    String key(SqlTemplate text, RelDataTypeFactory factory) {
        return text.with(i -> shared.get(i)
                ? place(text.literals().get(i), types.get(i), factory)
                : text.literals().get(i).text());
    }

    /** A literal's own type, in place of its text. Its length does not count where it is compared as a string of any length. */
    private static String place(SqlTemplate.Literal literal, @Nullable RelDataType wanted, RelDataTypeFactory factory) {
        String type = literal.isString() && wanted != null && isText(wanted)
                ? "text"
                : literal.node().createSqlType(factory).getFullTypeString();
        return SqlTemplate.MARK + type + SqlTemplate.MARK;
    }

    private static boolean isText(RelDataType type) {
        return type.getSqlTypeName() == SqlTypeName.VARCHAR
                && type.getPrecision() == RelDataType.PRECISION_NOT_SPECIFIED;
    }

    /** The values of the parameters that stand for literals, one for each literal; null if a literal cannot be what the plan wants. */
    @Nullable
    List<@Nullable Object> values(SqlTemplate text, RexBuilder builder) {
        List<@Nullable Object> values = new ArrayList<>(types.size());
        for (int i = 0; i < types.size(); i++) {
            RelDataType type = types.get(i);
            RexLiteral value = type == null
                    ? null
                    : LiteralParameters.constant(text.literals().get(i), type, builder);
            if (type != null && value == null) {
                return null;
            }
            values.add(value == null ? null : RexLiterals.value(value));
        }
        return Collections.unmodifiableList(values);
    }
}
