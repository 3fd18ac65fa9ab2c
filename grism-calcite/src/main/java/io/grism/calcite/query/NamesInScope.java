package io.grism.calcite.query;

import io.grism.calcite.catalog.GrismCatalogReader;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** The names that a statement could have meant. */
record NamesInScope(Collection<String> tables, Collection<String> columns, Collection<String> functions) {
    static final NamesInScope NONE = new NamesInScope(List.of(), List.of(), List.of());

    /** The tables of a schema, the columns of all tables and views whose names stand in the statement, all functions. */
    static NamesInScope of(SqlNode statement, GrismCatalogReader reader, String schema) {
        Set<String> columns = new LinkedHashSet<>();
        statement.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlIdentifier identifier) {
                Prepare.PreparingTable table = identifier.isStar() ? null : reader.getTable(identifier.names);
                if (table != null) {
                    columns.addAll(table.getRowType().getFieldNames());
                }
                return null;
            }
        });
        List<String> functions = PlannerSetup.operators().getOperatorList().stream()
                .filter(SqlFunction.class::isInstance)
                .map(SqlOperator::getName)
                .toList();
        return new NamesInScope(reader.catalog().objectNames(schema), columns, functions);
    }
}
