package io.grism.calcite.query;

import io.grism.exec.batch.BatchStream;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.TableDefinition;
import io.grism.exec.storage.WriteTransaction;
import org.apache.calcite.sql.SqlIdentifier;

/** INSERT INTO. */
final class Insert extends RowChange {
    Insert(StatementContext context, SqlIdentifier target) {
        super(context, target);
    }

    @Override
    QueryPlan plan(TableDefinition table, Snapshot snapshot) {
        return context().plan(SqlText.parse(context().sql()), snapshot);
    }

    @Override
    long apply(WriteTransaction transaction, TableDefinition table, BatchStream rows) {
        return transaction.append(table.name(), rows);
    }
}
