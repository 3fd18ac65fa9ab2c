package io.grism.calcite.query;

import io.grism.api.GrismStatement;
import io.grism.calcite.catalog.TableIndex;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.CatalogObject;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.TableSnapshot;
import io.grism.exec.storage.WriteTransaction;
import io.grism.exec.storage.index.IndexKind;
import io.grism.exec.storage.index.IndexSearch;
import io.grism.exec.storage.index.IndexUse;
import io.grism.parser.SqlCreateIndex;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

/** CREATE INDEX. The index lies in the schema of its table, and is filled at once. */
final class CreateIndex implements Command {
    private final SqlCreateIndex statement;
    private final StatementContext context;

    CreateIndex(SqlCreateIndex statement, StatementContext context) {
        this.statement = statement;
        this.context = context;
        try (Snapshot snapshot = context.snapshot()) {
            column(Names.table(statement.table(), context, snapshot));
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
        TableSnapshot table = Names.table(statement.table(), context, view);
        int column = column(table);
        ObjectName name = name(table.definition().name(), view);
        ObjectName existing = context.catalog(view).findObject(name);
        if (existing != null) {
            CatalogObject object = view.object(existing);
            if (statement.isIfNotExists() && object != null && object.kind().equals(TableIndex.KIND)) {
                return Result.NONE;
            }
            throw error(
                    ErrorCode.OBJECT_EXISTS,
                    "Cannot create index " + name + ": " + Names.aKind(existing, view) + " of this name exists.",
                    statement.name());
        }
        table.prepare(new IndexUse(name.name(), indexKind(), List.of(column)));
        String columnName = table.definition().schema().getFields().get(column).getName();
        transaction.putObject(
                new TableIndex(name, indexKind(), table.definition().name(), columnName).object());
        return Result.NONE;
    }

    private ObjectName name(ObjectName table, Snapshot view) {
        SqlIdentifier name = statement.name();
        if (name.isSimple()) {
            return new ObjectName(table.schema(), name.getSimple());
        }
        ObjectName asked = context.name(name, view);
        if (!asked.schema().equals(table.schema())) {
            throw error(
                    ErrorCode.INVALID_STATEMENT,
                    "Cannot create index " + asked + ": it lies in the schema of its table, " + table.schema() + ".",
                    name);
        }
        return asked;
    }

    /** The ordinal of the column, which can have such an index. */
    private int column(TableSnapshot table) {
        IndexKind kind = indexKind();
        List<Integer> columns = Names.columns(statement.columns(), table.definition());
        if (columns.size() > 1) {
            throw error(
                    ErrorCode.NOT_SUPPORTED,
                    "Cannot create index " + statement.name() + " on several columns. Index one column each.",
                    statement.columns().get(1));
        }
        Field field = table.definition().schema().getFields().get(columns.get(0));
        if (!IndexSearch.canIndex(TypeKind.of(field), kind)) {
            throw error(
                    ErrorCode.NOT_SUPPORTED,
                    "Cannot create " + kind + " index " + statement.name() + " on column " + field.getName()
                            + " of type "
                            + table.definition().sqlTypes().get(columns.get(0)) + ". "
                            + (kind == IndexKind.FTS
                                    ? "FTS takes text."
                                    : "All types but arrays, multisets, rows and maps are allowed."),
                    statement.columns().get(0));
        }
        return columns.get(0);
    }

    private IndexKind indexKind() {
        SqlIdentifier using = statement.using();
        if (using == null) {
            return IndexKind.BTREE;
        }
        for (IndexKind kind : List.of(IndexKind.BTREE, IndexKind.BITMAP, IndexKind.FTS)) {
            if (kind.name().equalsIgnoreCase(using.getSimple())) {
                return kind;
            }
        }
        throw error(
                ErrorCode.NOT_SUPPORTED,
                "Cannot create an index of kind: " + using + ". BTREE, BITMAP and FTS are allowed.",
                using);
    }

    private static GrismException error(ErrorCode code, String message, SqlNode at) {
        return new GrismException(code, message, SqlErrors.position(at.getParserPosition()), null);
    }
}
