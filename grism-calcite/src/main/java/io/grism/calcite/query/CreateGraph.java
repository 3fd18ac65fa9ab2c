package io.grism.calcite.query;

import io.grism.api.GrismStatement;
import io.grism.calcite.catalog.GrismGraph;
import io.grism.calcite.catalog.PropertyGraph;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.CatalogObject;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.WriteTransaction;
import io.grism.parser.GrismParser;
import io.grism.parser.SqlCreatePropertyGraph;
import io.grism.parser.SqlGraphDefinition;
import java.util.List;
import org.apache.calcite.sql.parser.SqlParserPos;

/** CREATE PROPERTY GRAPH. */
final class CreateGraph implements Command {
    private final SqlCreatePropertyGraph statement;
    private final StatementContext context;

    CreateGraph(SqlCreatePropertyGraph statement, StatementContext context) {
        this.statement = statement;
        this.context = context;
        try (Snapshot snapshot = context.snapshot()) {
            bind(context.name(statement.name(), snapshot), snapshot);
        }
    }

    private PropertyGraph bind(ObjectName name, Snapshot snapshot) {
        return context.graph(name, definition(), snapshot);
    }

    /** The definition as it was written: binding may change the tree that it is given. */
    private SqlGraphDefinition definition() {
        return ((SqlCreatePropertyGraph) SqlText.parse(context.sql())).definition();
    }

    @Override
    public GrismStatement.Kind kind() {
        return GrismStatement.Kind.DDL;
    }

    @Override
    public Result execute(Execution execution) {
        return context.change(execution, transaction -> create(transaction, execution));
    }

    private Result create(WriteTransaction transaction, Execution execution) {
        Snapshot view = transaction.view();
        ObjectName name = context.name(statement.name(), view);
        ObjectName existing = context.catalog(view).findObject(name);
        if (existing != null) {
            CatalogObject object = view.object(existing);
            boolean isGraph = object != null && object.kind().equals(GrismGraph.KIND);
            if (isGraph && statement.ifNotExists) {
                return Result.NONE;
            }
            if (!isGraph || !statement.getReplace()) {
                throw new GrismException(
                        ErrorCode.OBJECT_EXISTS,
                        "Cannot create property graph " + name + ": " + Names.aKind(existing, view)
                                + " of this name exists.",
                        SqlErrors.position(statement.name().getParserPosition()),
                        null);
            }
            name = existing;
        }
        PropertyGraph graph = bind(name, view);
        List<String> warnings = GraphIntegrity.checkNew(graph, definition(), view, execution.allocator());
        SqlCreatePropertyGraph stored = new SqlCreatePropertyGraph(
                SqlParserPos.ZERO,
                false,
                false,
                Names.identifier(name, SqlParserPos.ZERO),
                GraphText.qualified(definition(), graph));
        transaction.putObject(new CatalogObject(name, GrismGraph.KIND, GrismParser.unparse(stored)));
        return new Result(0, warnings);
    }
}
