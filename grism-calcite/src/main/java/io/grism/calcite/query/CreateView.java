package io.grism.calcite.query;

import io.grism.api.GrismStatement;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.CatalogObject;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.WriteTransaction;
import io.grism.parser.GrismParser;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.ddl.SqlCreateView;

/** CREATE [OR REPLACE] VIEW. */
final class CreateView implements Command {
    static final String KIND = "VIEW";

    private final SqlCreateView statement;
    private final StatementContext context;
    private final String text;

    CreateView(SqlCreateView statement, StatementContext context) {
        this.statement = statement;
        this.context = context;
        this.text = text();
        try (Snapshot snapshot = context.snapshot()) {
            check(snapshot);
        }
    }

    private String text() {
        String query = GrismParser.viewQuery(context.sql());
        if (statement.columnList == null) {
            return query;
        }
        String columns = statement.columnList.getList().stream()
                .map(GrismParser::unparse)
                .collect(Collectors.joining(", ", " (", ")"));
        return "SELECT * FROM (" + query + "\n) AS "
                + GrismParser.unparse(statement.name.getComponent(statement.name.names.size() - 1)) + columns;
    }

    private void check(Snapshot snapshot) {
        QueryPlan plan = context.plan(((SqlCreateView) GrismParser.parse(context.sql())).query, snapshot);
        if (!plan.parameters().isEmpty()) {
            throw new GrismException(
                    ErrorCode.INVALID_STATEMENT,
                    "Cannot create view " + statement.name + " with parameters.",
                    SqlErrors.position(statement.name.getParserPosition()),
                    null);
        }
        if (statement.columnList != null
                && statement.columnList.size() != plan.columns().size()) {
            throw new GrismException(
                    ErrorCode.INVALID_STATEMENT,
                    "Cannot create view " + statement.name + ": its query has "
                            + plan.columns().size() + " columns, the list " + statement.columnList.size() + ".",
                    SqlErrors.position(statement.columnList.getParserPosition()),
                    null);
        }
    }

    @Override
    public GrismStatement.Kind kind() {
        return GrismStatement.Kind.DDL;
    }

    @Override
    public Result execute(Execution execution) {
        return context.change(execution, this::create);
    }

    private Result create(WriteTransaction transaction) {
        Snapshot view = transaction.view();
        ObjectName name = context.name(statement.name, view);
        ObjectName existing = context.catalog(view).findObject(name);
        if (existing != null) {
            CatalogObject object = view.object(existing);
            if (!statement.getReplace() || object == null || !object.kind().equals(KIND)) {
                throw new GrismException(
                        ErrorCode.OBJECT_EXISTS,
                        "Cannot create view " + name + ": " + Names.aKind(existing, view) + " of this name exists.",
                        SqlErrors.position(statement.name.getParserPosition()),
                        null);
            }
            name = existing;
        }
        transaction.putObject(new CatalogObject(name, KIND, text));
        SqlNode check = GrismParser.parse(
                "SELECT * FROM " + GrismParser.unparse(Names.identifier(name, statement.name.getParserPosition())));
        context.plan(check, transaction.view());
        return Result.NONE;
    }
}
