package io.grism.calcite.query;

import io.grism.exec.batch.BatchStream;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.TableDefinition;
import io.grism.exec.storage.WriteTransaction;
import java.util.List;
import org.apache.calcite.sql.SqlDelete;
import org.apache.calcite.sql.SqlIdentifier;

/** DELETE FROM: a query for the positions of the rows. */
final class Delete extends RowChange {
    Delete(StatementContext context, SqlIdentifier target) {
        super(context, target);
    }

    @Override
    QueryPlan plan(TableDefinition table, Snapshot snapshot) {
        SqlDelete statement = (SqlDelete) SqlText.parse(context().sql());
        return context()
                .planWithRowIds(
                        TargetQueries.select(
                                (SqlIdentifier) statement.getTargetTable(),
                                statement.getAlias(),
                                List.of(),
                                statement.getCondition()),
                        snapshot,
                        table.name());
    }

    @Override
    long apply(WriteTransaction transaction, TableDefinition table, BatchStream rows) {
        return transaction.delete(table.name(), rows);
    }
}
