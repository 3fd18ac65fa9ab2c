package io.grism.calcite.query;

import io.grism.exec.batch.BatchStream;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.TableDefinition;
import io.grism.exec.storage.WriteTransaction;
import io.grism.parser.GrismParser;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUpdate;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** UPDATE: a query for the positions of the rows and their new values. */
final class Update extends RowChange {
    Update(StatementContext context, SqlIdentifier target) {
        super(context, target);
    }

    @Override
    QueryPlan plan(TableDefinition table, Snapshot snapshot) {
        SqlUpdate statement = statement();
        List<Integer> columns = Names.columns(statement.getTargetColumnList(), table);
        List<SqlNode> values = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            values.add(value(statement.getSourceExpressionList().get(i), columns.get(i), table));
        }
        return context()
                .planWithRowIds(
                        TargetQueries.select(
                                (SqlIdentifier) statement.getTargetTable(),
                                statement.getAlias(),
                                values,
                                statement.getCondition()),
                        snapshot,
                        table.name());
    }

    private SqlUpdate statement() {
        return (SqlUpdate) SqlText.parse(context().sql());
    }

    /** The new value in the column's type; text in any length, for the store to check. */
    private static SqlNode value(SqlNode expression, int column, TableDefinition table) {
        Field field = table.schema().getFields().get(column);
        SqlParserPos position = expression.getParserPosition();
        SqlNode value = expression;
        if (expression.getKind() == SqlKind.DEFAULT) {
            String text = field.getMetadata().get(TableColumns.DEFAULT);
            value = text == null ? SqlLiteral.createNull(position) : GrismParser.parseExpression(text);
        }
        String type =
                switch (TypeKind.of(field)) {
                    case VARCHAR -> "VARCHAR";
                    case VARBINARY -> "VARBINARY";
                    default -> table.sqlTypes().get(column);
                };
        SqlCall cast = (SqlCall) GrismParser.parseExpression("CAST(NULL AS " + type + ")");
        return SqlStdOperatorTable.CAST.createCall(position, value, cast.operand(1));
    }

    @Override
    long apply(WriteTransaction transaction, TableDefinition table, BatchStream rows) {
        return transaction.update(table.name(), Names.columns(statement().getTargetColumnList(), table), rows);
    }
}
