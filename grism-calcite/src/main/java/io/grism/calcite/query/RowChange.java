package io.grism.calcite.query;

import io.grism.api.GrismColumn;
import io.grism.api.GrismStatement;
import io.grism.exec.batch.BatchStream;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.TableDefinition;
import io.grism.exec.storage.WriteTransaction;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;

/** INSERT, UPDATE or DELETE: a query whose rows change one table, in one transaction. */
abstract class RowChange implements Command {
    private final StatementContext context;
    private final SqlIdentifier target;
    private QueryPlan plan;

    RowChange(StatementContext context, SqlIdentifier target) {
        this.context = context;
        this.target = target;
        try (Snapshot snapshot = context.snapshot()) {
            this.plan = plan(table(snapshot), snapshot);
        }
    }

    final StatementContext context() {
        return context;
    }

    private TableDefinition table(Snapshot snapshot) {
        return Names.table(target, context, snapshot).definition();
    }

    /** Plans the statement's query, from the statement's text: planning changes the tree. */
    abstract QueryPlan plan(TableDefinition table, Snapshot snapshot);

    /** Changes the table by the rows of the query, and closes them. */
    abstract long apply(WriteTransaction transaction, TableDefinition table, BatchStream rows);

    @Override
    public final GrismStatement.Kind kind() {
        return GrismStatement.Kind.DML;
    }

    @Override
    public final List<GrismColumn> parameters() {
        return plan.parameters();
    }

    @Override
    public final Result execute(Execution execution) {
        return context.change(execution, transaction -> {
            Snapshot view = transaction.view();
            TableDefinition table = table(view);
            if (!plan.isValidFor(view)) {
                plan = plan(table, view);
            }
            long rows = apply(transaction, table, execution.run(plan, view));
            GraphIntegrity.check(transaction, List.<ObjectName>of(table.name()), context, execution.allocator());
            return new Result(rows, List.of());
        });
    }
}
