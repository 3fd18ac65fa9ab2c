package io.grism.calcite.query;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import org.apache.calcite.sql.SqlDelete;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** INSERT, UPDATE and DELETE. */
final class RowCommands implements CommandExecutor {
    @Override
    public @Nullable Command prepare(SqlNode statement, StatementContext context) {
        if (statement instanceof SqlInsert insert) {
            return new Insert(context, target(insert.getTargetTable()));
        }
        if (statement instanceof SqlUpdate update) {
            return new Update(context, target(update.getTargetTable()));
        }
        if (statement instanceof SqlDelete delete) {
            return new Delete(context, target(delete.getTargetTable()));
        }
        return null;
    }

    private static SqlIdentifier target(SqlNode node) {
        if (node instanceof SqlIdentifier identifier) {
            return identifier;
        }
        throw new GrismException(
                ErrorCode.NOT_SUPPORTED,
                "Cannot change " + node + ": only a table's name may stand here.",
                SqlErrors.position(node.getParserPosition()),
                null);
    }
}
