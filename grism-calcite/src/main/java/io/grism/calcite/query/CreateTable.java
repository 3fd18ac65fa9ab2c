package io.grism.calcite.query;

import io.grism.api.GrismColumn;
import io.grism.api.GrismStatement;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.TableDefinition;
import io.grism.exec.storage.WriteTransaction;
import io.grism.parser.GrismParser;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.ddl.SqlCreateTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** CREATE TABLE, with declarations or AS a query. */
final class CreateTable implements Command {
    private final SqlCreateTable statement;
    private final StatementContext context;
    private final List<GrismColumn> parameters;

    CreateTable(SqlCreateTable statement, StatementContext context) {
        this.statement = statement;
        this.context = context;
        try (Snapshot snapshot = context.snapshot()) {
            QueryPlan plan = plan(snapshot);
            this.parameters = plan == null ? List.of() : plan.parameters();
            columns(plan, context.name(statement.name, snapshot));
        }
    }

    @Override
    public GrismStatement.Kind kind() {
        return GrismStatement.Kind.DDL;
    }

    @Override
    public List<GrismColumn> parameters() {
        return parameters;
    }

    @Override
    public Result execute(Execution execution) {
        return context.change(execution, transaction -> create(transaction, execution));
    }

    private Result create(WriteTransaction transaction, Execution execution) {
        Snapshot view = transaction.view();
        ObjectName name = context.name(statement.name, view);
        ObjectName existing = context.catalog(view).findObject(name);
        if (existing != null) {
            if (statement.ifNotExists && view.table(existing) != null) {
                return Result.NONE;
            }
            throw new GrismException(
                    ErrorCode.OBJECT_EXISTS,
                    "Cannot create table " + name + ": " + Names.aKind(existing, view) + " of this name exists.",
                    SqlErrors.position(statement.name.getParserPosition()),
                    null);
        }
        QueryPlan plan = plan(view);
        TableDefinition definition = columns(plan, name).definition(name, context, view);
        Defaults.check(definition, context);
        transaction.createTable(definition);
        if (plan == null) {
            return Result.NONE;
        }
        return new Result(fill(name, transaction, execution), List.of());
    }

    private long fill(ObjectName name, WriteTransaction transaction, Execution execution) {
        SqlNode source = query();
        SqlInsert insert = new SqlInsert(
                SqlParserPos.ZERO,
                SqlNodeList.EMPTY,
                Names.identifier(name, statement.name.getParserPosition()),
                source,
                null);
        Snapshot view = transaction.view();
        QueryPlan plan = context.plan(insert, view);
        return transaction.append(name, execution.run(plan, view));
    }

    private @Nullable QueryPlan plan(Snapshot snapshot) {
        return statement.query == null ? null : context.plan(query(), snapshot);
    }

    /** The query as it was written: validation changes the tree that it is given. */
    private SqlNode query() {
        SqlNode query = ((SqlCreateTable) GrismParser.parse(context.sql())).query;
        if (query == null) {
            throw new IllegalStateException("no query");
        }
        return query;
    }

    private TableColumns columns(@Nullable QueryPlan plan, ObjectName name) {
        TableColumns columns = new TableColumns(context.typeFactory(), name.toString());
        List<RelDataType> types = plan == null
                ? null
                : plan.columns().stream().map(this::storedType).toList();
        if (statement.columnList != null) {
            columns.declare(statement.columnList, types);
        } else if (plan != null && types != null) {
            for (int i = 0; i < types.size(); i++) {
                columns.add(plan.columns().get(i).label(), types.get(i), null, statement.name.getParserPosition());
            }
        }
        return columns;
    }

    /** Computed text has no length of its own; a NULL without a type has no type. */
    private RelDataType storedType(GrismColumn column) {
        RelDataType type = column.type();
        if (type.getSqlTypeName() == SqlTypeName.NULL) {
            throw new GrismException(
                    ErrorCode.TYPE_MISMATCH,
                    "Cannot create column " + column.label() + ": it is always NULL. Give it a type with CAST.",
                    SqlErrors.position(statement.name.getParserPosition()),
                    null);
        }
        if (column.origin() == null) {
            type = switch (type.getSqlTypeName()) {
                case CHAR, VARCHAR -> context.typeFactory().createSqlType(SqlTypeName.VARCHAR);
                case BINARY, VARBINARY -> context.typeFactory().createSqlType(SqlTypeName.VARBINARY);
                default -> type;
            };
        }
        return context.typeFactory().createTypeWithNullability(type, true);
    }
}
