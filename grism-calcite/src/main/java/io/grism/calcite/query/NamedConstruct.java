package io.grism.calcite.query;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.util.Util;

/** Where a statement holds the construct that only planning refuses: the first call of the function or operator that the error names. */
final class NamedConstruct {
    private NamedConstruct() {}

    /** The error with a position, if it is about something not supported that the statement holds. */
    static GrismException locate(GrismException error, SqlNode statement) {
        if (error.code() != ErrorCode.NOT_SUPPORTED || error.position() != null) {
            return error;
        }
        String message = error.getMessage();
        try {
            statement.accept(new SqlBasicVisitor<Void>() {
                @Override
                public Void visit(SqlCall call) {
                    String name = call instanceof SqlJoin join
                            ? join.getJoinType().name()
                            : call.getOperator().getName();
                    if (name.length() > 2
                            && Pattern.compile("\\b" + Pattern.quote(name) + "\\b")
                                    .matcher(message)
                                    .find()) {
                        throw new Util.FoundOne(call.getParserPosition());
                    }
                    return super.visit(call);
                }
            });
            return error;
        } catch (Util.FoundOne found) {
            return error.at(SqlErrors.position((SqlParserPos) found.getNode()));
        }
    }
}
