package io.grism.calcite.validate;

import io.grism.exec.error.ErrorCode;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/** PostgreSQL's {@code DATE_TRUNC('month', d)}, which is {@code FLOOR(d TO MONTH)}. */
final class DateTruncation {
    private static final Map<String, TimeUnit> UNITS = new TreeMap<>(Map.of(
            "year", TimeUnit.YEAR,
            "quarter", TimeUnit.QUARTER,
            "month", TimeUnit.MONTH,
            "day", TimeUnit.DAY,
            "hour", TimeUnit.HOUR,
            "minute", TimeUnit.MINUTE,
            "second", TimeUnit.SECOND));

    private DateTruncation() {}

    static boolean isOne(SqlCall call) {
        return call.getOperator().getName().equalsIgnoreCase("DATE_TRUNC")
                && call.operandCount() == 2
                && call.operand(0) instanceof SqlCharStringLiteral;
    }

    static SqlNode expand(SqlCall call) {
        SqlCharStringLiteral name = call.operand(0);
        TimeUnit unit = UNITS.get(name.getValueAs(String.class).toLowerCase(Locale.ROOT));
        if (unit == null) {
            throw GraphErrors.error(
                    ErrorCode.INVALID_STATEMENT,
                    "Cannot cut a time to unit: " + name.getValueAs(String.class) + ". There are "
                            + String.join(", ", UNITS.keySet()) + ".",
                    name);
        }
        return SqlStdOperatorTable.FLOOR.createCall(
                call.getParserPosition(),
                call.operand(1),
                new SqlIntervalQualifier(unit, null, name.getParserPosition()));
    }
}
