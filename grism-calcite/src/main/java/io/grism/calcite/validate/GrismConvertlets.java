package io.grism.calcite.validate;

import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql2rel.SqlRexContext;
import org.apache.calcite.sql2rel.SqlRexConvertlet;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.apache.calcite.sql2rel.StandardConvertletTable;
import org.jspecify.annotations.Nullable;

/** How calls become expressions: Calcite's way, but a day is its own floor and ceiling in hours and finer units, where Calcite takes it for a number of milliseconds. */
public final class GrismConvertlets implements SqlRexConvertletTable {
    public static final SqlRexConvertletTable INSTANCE = new GrismConvertlets();

    private GrismConvertlets() {}

    @Override
    public @Nullable SqlRexConvertlet get(SqlCall call) {
        boolean rounds = call.getKind() == SqlKind.FLOOR || call.getKind() == SqlKind.CEIL;
        return rounds && call.operandCount() == 2 && call.operand(1) instanceof SqlIntervalQualifier unit
                ? (context, same) -> round(context, same, unit.timeUnitRange)
                : StandardConvertletTable.INSTANCE.get(call);
    }

    private static RexNode round(SqlRexContext context, SqlCall call, TimeUnitRange unit) {
        RexNode value = context.convertExpression(call.operand(0));
        boolean withinDay =
                switch (unit) {
                    case HOUR, MINUTE, SECOND, MILLISECOND, MICROSECOND, NANOSECOND -> true;
                    default -> false;
                };
        if (withinDay && value.getType().getSqlTypeName() == SqlTypeName.DATE) {
            return value;
        }
        SqlRexConvertlet standard = StandardConvertletTable.INSTANCE.get(call);
        if (standard == null) {
            throw new IllegalStateException("no convertlet for " + call.getOperator());
        }
        return standard.convertCall(context, call);
    }
}
