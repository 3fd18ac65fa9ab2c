package io.grism.parser;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.dialect.AnsiSqlDialect;

/** Writes what Calcite would write in a form that does not parse again. */
final class GrismDialect extends AnsiSqlDialect {
    GrismDialect(Context context) {
        super(context);
    }

    @Override
    public void unparseCall(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
        if (call.getKind() == SqlKind.LATERAL && call.operand(0) instanceof SqlGraphTable table) {
            writer.keyword("LATERAL");
            table.unparse(writer, 0, 0);
        } else {
            super.unparseCall(writer, call, leftPrec, rightPrec);
        }
    }
}
