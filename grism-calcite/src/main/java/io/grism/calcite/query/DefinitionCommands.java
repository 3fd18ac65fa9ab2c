package io.grism.calcite.query;

import io.grism.parser.SqlCreateIndex;
import io.grism.parser.SqlCreatePropertyGraph;
import io.grism.parser.SqlDropObject;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.ddl.SqlCreateSchema;
import org.apache.calcite.sql.ddl.SqlCreateTable;
import org.apache.calcite.sql.ddl.SqlCreateView;
import org.jspecify.annotations.Nullable;

/** CREATE and DROP. */
final class DefinitionCommands implements CommandExecutor {
    @Override
    public @Nullable Command prepare(SqlNode statement, StatementContext context) {
        if (statement instanceof SqlCreateTable table) {
            return new CreateTable(table, context);
        }
        if (statement instanceof SqlCreateView view) {
            return new CreateView(view, context);
        }
        if (statement instanceof SqlCreateSchema schema) {
            return new CreateSchema(schema, context);
        }
        if (statement instanceof SqlCreatePropertyGraph graph) {
            return new CreateGraph(graph, context);
        }
        if (statement instanceof SqlCreateIndex index) {
            return new CreateIndex(index, context);
        }
        if (statement instanceof SqlDropObject drop) {
            return new DropObject(drop, context);
        }
        return null;
    }
}
