package io.grism.calcite.catalog;

import io.grism.exec.storage.TableDefinition;
import io.grism.parser.GrismParser;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.schema.ColumnStrategy;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql2rel.InitializerContext;
import org.apache.calcite.sql2rel.NullInitializerExpressionFactory;
import org.jspecify.annotations.Nullable;

/** The defaults of a table's columns, which an INSERT puts where it has no value. */
public final class ColumnDefaults extends NullInitializerExpressionFactory {
    /** The key of a field's metadata that holds the column's default as SQL. */
    public static final String METADATA = "default";

    private final TableDefinition table;

    ColumnDefaults(TableDefinition table) {
        this.table = table;
    }

    private @Nullable String text(int column) {
        return column < table.schema().getFields().size()
                ? table.schema().getFields().get(column).getMetadata().get(METADATA)
                : null;
    }

    @Override
    public ColumnStrategy generationStrategy(RelOptTable relTable, int column) {
        return text(column) == null ? super.generationStrategy(relTable, column) : ColumnStrategy.DEFAULT;
    }

    @Override
    public RexNode newColumnDefaultValue(RelOptTable relTable, int column, InitializerContext context) {
        String text = text(column);
        if (text == null) {
            return super.newColumnDefaultValue(relTable, column, context);
        }
        RelDataType type = relTable.getRowType().getFieldList().get(column).getType();
        SqlNode checked = context.validateExpression(relTable.getRowType(), GrismParser.parseExpression(text));
        RexNode value = context.convertExpression(checked);
        RexBuilder rex = context.getRexBuilder();
        return rex.ensureType(type, value, true);
    }
}
