package io.grism.calcite.query;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.TableDefinition;
import io.grism.parser.GrismParser;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** Checks of the DEFAULT clauses of a table: constants that need no row. */
final class Defaults {
    private Defaults() {}

    static void check(TableDefinition definition, StatementContext context) {
        for (Field field : definition.schema().getFields()) {
            String text = field.getMetadata().get(TableColumns.DEFAULT);
            if (text != null) {
                SqlNode expression = GrismParser.parseExpression(text);
                expression.accept(new SqlBasicVisitor<Void>() {
                    @Override
                    public Void visit(SqlIdentifier id) {
                        throw new GrismException(
                                ErrorCode.INVALID_STATEMENT,
                                "Cannot use " + id + " in the default of column " + field.getName()
                                        + ": a default is a constant.");
                    }
                });
            }
        }
    }
}
