package io.grism.calcite.query;

import io.grism.calcite.catalog.SnapshotCatalog;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Makes the queries that find the rows an UPDATE or DELETE changes. */
final class TargetQueries {
    private TargetQueries() {}

    /** {@code SELECT t.$rowid, values FROM table AS t WHERE condition}. */
    static SqlSelect select(
            SqlIdentifier table, @Nullable SqlIdentifier alias, List<SqlNode> values, @Nullable SqlNode condition) {
        SqlParserPos position = table.getParserPosition();
        SqlIdentifier name = alias != null ? alias : table.getComponent(table.names.size() - 1);
        List<SqlNode> items = new ArrayList<>();
        items.add(new SqlIdentifier(List.of(name.getSimple(), SnapshotCatalog.ROW_ID), position));
        items.addAll(values);
        return new SqlSelect(
                position,
                null,
                new SqlNodeList(items, position),
                SqlStdOperatorTable.AS.createCall(position, table, name),
                condition,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
