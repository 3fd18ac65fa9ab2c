package io.grism.calcite.query;

import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** Makes commands of parsed statements that are no queries: one executor a family (DDL, DML, COPY). */
public interface CommandExecutor {
    /**
     * Checks a statement and makes it ready to run.
     *
     * @return null when the statement is of another family
     * @throws io.grism.exec.error.GrismException when it is wrong
     */
    @Nullable
    Command prepare(SqlNode statement, StatementContext context);
}
