package io.grism.calcite.validate;

import io.grism.calcite.catalog.GrismCatalogReader;
import io.grism.calcite.catalog.PropertyGraph.Property;
import io.grism.calcite.type.GrismConformance;
import io.grism.parser.GrismParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.sql2rel.StandardConvertletTable;
import org.jspecify.annotations.Nullable;

/** Gives property expressions their types and meaning, as the select list of a query on the element's table. */
final class PropertyBinder {
    private final GrismCatalogReader reader;
    private final SqlOperatorTable operators;
    private final RelOptCluster cluster;

    PropertyBinder(GrismCatalogReader reader, SqlOperatorTable operators, RelOptCluster cluster) {
        this.reader = reader;
        this.operators = operators;
        this.cluster = cluster;
    }

    Map<String, Property> bind(RelOptTable table, String alias, Map<String, SqlNode> expressions) {
        Map<String, Property> properties = new LinkedHashMap<>();
        if (expressions.isEmpty()) {
            return properties;
        }
        Map<String, String> texts = new HashMap<>();
        expressions.forEach((name, expression) -> texts.put(name, GrismParser.unparse(expression)));
        List<RexNode> columns = columns(table, alias, expressions);
        List<RexNode> bound = columns == null ? convert(select(table, alias, expressions), expressions) : columns;
        int i = 0;
        for (String name : expressions.keySet()) {
            RexNode expression = bound.get(i++);
            properties.put(name, new Property(name, expression.getType(), expression, texts.getOrDefault(name, name)));
        }
        return properties;
    }

    /** The columns that the expressions name, in no need of a query; null if one is anything else than the plain name of one column. */
    private @Nullable List<RexNode> columns(RelOptTable table, String alias, Map<String, SqlNode> expressions) {
        List<RexNode> columns = new ArrayList<>();
        for (SqlNode expression : expressions.values()) {
            RelDataTypeField column = expression instanceof SqlIdentifier name ? column(table, alias, name) : null;
            if (column == null) {
                return null;
            }
            columns.add(cluster.getRexBuilder().makeInputRef(column.getType(), column.getIndex()));
        }
        return columns;
    }

    private static @Nullable RelDataTypeField column(RelOptTable table, String alias, SqlIdentifier name) {
        boolean plain =
                name.isSimple() || name.names.size() == 2 && name.names.get(0).equalsIgnoreCase(alias);
        RelDataTypeField found = null;
        for (RelDataTypeField field : table.getRowType().getFieldList()) {
            if (field.getName().equalsIgnoreCase(name.names.get(name.names.size() - 1))) {
                if (!plain || found != null) {
                    return null;
                }
                found = field;
            }
        }
        return found;
    }

    private static SqlSelect select(RelOptTable table, String alias, Map<String, SqlNode> expressions) {
        SqlParserPos zero = SqlParserPos.ZERO;
        List<SqlNode> items = new ArrayList<>();
        expressions.forEach((name, expression) -> items.add(SqlStdOperatorTable.AS.createCall(
                expression.getParserPosition(), expression, new SqlIdentifier(name, expression.getParserPosition()))));
        SqlNode from = SqlStdOperatorTable.AS.createCall(
                zero, new SqlIdentifier(table.getQualifiedName(), zero), new SqlIdentifier(alias, zero));
        return new SqlSelect(
                zero, null, new SqlNodeList(items, zero), from, null, null, null, null, null, null, null, null, null);
    }

    private List<RexNode> convert(SqlSelect select, Map<String, SqlNode> expressions) {
        SqlNode first = expressions.values().iterator().next();
        GrismSqlValidator validator = new GrismSqlValidator(
                operators,
                reader,
                cluster,
                SqlValidator.Config.DEFAULT
                        .withConformance(GrismConformance.INSTANCE)
                        .withIdentifierExpansion(true));
        SqlNode validated = validator.validate(select);
        RelNode rel = new SqlToRelConverter(
                        (type, query, schema, view) -> {
                            throw GraphErrors.invalidGraph("Cannot use a view as an element table.", first);
                        },
                        validator,
                        reader,
                        cluster,
                        StandardConvertletTable.INSTANCE,
                        SqlToRelConverter.config().withTrimUnusedFields(false).withExpand(false))
                .convertQuery(validated, false, true)
                .rel;
        if (rel instanceof TableScan scan) {
            List<RexNode> columns = new ArrayList<>();
            for (RelDataTypeField field : scan.getRowType().getFieldList().subList(0, expressions.size())) {
                columns.add(cluster.getRexBuilder().makeInputRef(scan, field.getIndex()));
            }
            return columns;
        }
        if (rel instanceof Project project && project.getInput() instanceof TableScan) {
            for (RexNode expression : project.getProjects()) {
                if (RexOver.containsOver(expression) || RexUtil.SubQueryFinder.containsSubQuery(project)) {
                    throw GraphErrors.invalidGraph(
                            "Cannot use a window or a sub-query in a property. It is an expression over the columns of one row.",
                            first);
                }
            }
            return project.getProjects();
        }
        throw GraphErrors.invalidGraph(
                "Cannot use this property. It is an expression over the columns of one row.", first);
    }
}
