package io.grism.calcite.query;

import io.grism.parser.SqlCopy;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** COPY. */
final class CopyCommands implements CommandExecutor {
    @Override
    public @Nullable Command prepare(SqlNode statement, StatementContext context) {
        if (statement instanceof SqlCopy copy) {
            return copy.way() == SqlCopy.Way.FROM ? new CopyFrom(copy, context) : new CopyTo(copy, context);
        }
        return null;
    }
}
