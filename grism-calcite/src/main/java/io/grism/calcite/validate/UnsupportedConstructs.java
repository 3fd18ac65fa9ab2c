package io.grism.calcite.validate;

import io.grism.exec.error.ErrorCode;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** What the grammar knows and nothing runs yet: named before validation, which would stumble over its insides. */
public final class UnsupportedConstructs {
    private static final Map<SqlKind, String> NAMES = Map.of(
            SqlKind.MATCH_RECOGNIZE, "MATCH_RECOGNIZE",
            SqlKind.TABLESAMPLE, "TABLESAMPLE",
            SqlKind.SNAPSHOT, "FOR SYSTEM_TIME AS OF",
            SqlKind.MERGE, "MERGE");

    private UnsupportedConstructs() {}

    /** Fails at the first construct of a statement that is not supported. */
    public static void check(SqlNode statement) {
        statement.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlCall call) {
                String name = NAMES.get(call.getKind());
                if (name != null) {
                    throw GraphErrors.error(
                            ErrorCode.NOT_SUPPORTED, "Cannot run " + name + ": it is not supported yet.", call);
                }
                return super.visit(call);
            }
        });
    }
}
