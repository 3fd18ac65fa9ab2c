package io.grism.calcite.query;

import io.grism.api.GrismStatement;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import org.apache.calcite.sql.ddl.SqlCreateSchema;

/** CREATE SCHEMA [IF NOT EXISTS]. */
record CreateSchema(SqlCreateSchema statement, StatementContext context) implements Command {
    @Override
    public GrismStatement.Kind kind() {
        return GrismStatement.Kind.DDL;
    }

    @Override
    public Result execute(Execution execution) {
        return context.change(execution, transaction -> {
            String name = statement.name.getSimple();
            String existing = context.catalog(transaction.view()).findSchema(name);
            if (existing == null) {
                transaction.createSchema(name);
            } else if (!statement.ifNotExists) {
                throw new GrismException(
                        ErrorCode.OBJECT_EXISTS,
                        "Cannot create schema " + name + ": it exists.",
                        SqlErrors.position(statement.name.getParserPosition()),
                        null);
            }
            return Result.NONE;
        });
    }
}
