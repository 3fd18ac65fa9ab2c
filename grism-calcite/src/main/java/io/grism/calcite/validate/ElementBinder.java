package io.grism.calcite.validate;

import io.grism.calcite.catalog.GrismCatalogReader;
import io.grism.calcite.catalog.GrismTable;
import io.grism.calcite.catalog.PropertyGraph.ElementTable;
import io.grism.calcite.catalog.PropertyGraph.Property;
import io.grism.calcite.catalog.Suggestions;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.storage.TableDefinition;
import io.grism.parser.GrismParser;
import io.grism.parser.SqlElementLabel;
import io.grism.parser.SqlElementTable;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.Litmus;

/** Checks one element table of a graph: its table, key, labels and properties. */
final class ElementBinder {
    private final GrismCatalogReader reader;
    private final PropertyBinder properties;

    ElementBinder(GrismCatalogReader reader, SqlOperatorTable operators, RelOptCluster cluster) {
        this.reader = reader;
        this.properties = new PropertyBinder(reader, operators, cluster);
    }

    /** Binds it without its roles; its name joins {@code names}. */
    ElementTable bind(SqlElementTable element, Set<String> names) {
        Prepare.PreparingTable relTable = table(element.table());
        GrismTable table = relTable.unwrap(GrismTable.class);
        if (table == null) {
            throw GraphErrors.invalidGraph(
                    "Cannot use " + element.table() + " as an element table. Only tables are, no views or graphs.",
                    element.table());
        }
        TableDefinition definition = table.snapshot().definition();
        SqlIdentifier alias = element.alias();
        String name = alias != null
                ? alias.getSimple()
                : element.table().names.get(element.table().names.size() - 1);
        if (!names.add(name.toLowerCase(Locale.ROOT))) {
            throw GraphErrors.invalidGraph(
                    "Cannot name two element tables " + name + ". Give one another name: " + name + " AS ...", element);
        }
        SqlNodeList keyColumns = element.key();
        List<Integer> key = keyColumns == null ? definition.primaryKey() : RoleBinder.columns(keyColumns, definition);
        Map<String, SqlNode> expressions = new LinkedHashMap<>();
        Map<String, Set<String>> labels = labels(element, name, definition, expressions);
        Map<String, Property> bound = properties.bind(relTable, name, expressions);
        return new ElementTable(name, table.name(), relTable, key, labels, bound, List.of());
    }

    private Prepare.PreparingTable table(SqlIdentifier name) {
        Prepare.PreparingTable table = reader.getTable(name.names);
        if (table == null) {
            String schema = name.names.size() > 1 ? name.names.get(0) : reader.currentSchema();
            throw GraphErrors.error(
                    ErrorCode.UNKNOWN_TABLE,
                    "Cannot find table: " + name
                            + Suggestions.didYouMean(
                                    name.names.get(name.names.size() - 1),
                                    reader.catalog().objectNames(schema)),
                    name);
        }
        return table;
    }

    /** Labels with the names of their properties; collects the expression of each property. */
    private static Map<String, Set<String>> labels(
            SqlElementTable element, String name, TableDefinition table, Map<String, SqlNode> expressions) {
        Map<String, Set<String>> labels = new LinkedHashMap<>();
        if (element.labels().size() == 0) {
            labels.put(name, allColumns(table, SqlNodeList.EMPTY, element, expressions));
        }
        for (SqlNode node : element.labels()) {
            SqlElementLabel label = (SqlElementLabel) node;
            SqlIdentifier given = label.name();
            String labelName = given == null ? name : given.getSimple();
            if (labels.keySet().stream().anyMatch(labelName::equalsIgnoreCase)) {
                throw GraphErrors.invalidGraph("Cannot give label " + labelName + " twice to " + name + ".", label);
            }
            labels.put(
                    labelName,
                    switch (label.properties()) {
                        case NONE -> Set.of();
                        case DEFAULT, ALL -> allColumns(table, label.list(), element, expressions);
                        case LIST -> listed(label.list(), expressions);
                    });
        }
        return labels;
    }

    private static Set<String> allColumns(
            TableDefinition table, SqlNodeList except, SqlElementTable element, Map<String, SqlNode> expressions) {
        List<Integer> left = except.size() == 0 ? List.of() : RoleBinder.columns(except, table);
        Set<String> names = new LinkedHashSet<>();
        List<Field> fields = table.schema().getFields();
        for (int i = 0; i < fields.size(); i++) {
            if (!left.contains(i)) {
                String column = fields.get(i).getName();
                names.add(column);
                SqlParserPos position = element.table().getParserPosition();
                add(column, new SqlIdentifier(column, position), element.table(), expressions);
            }
        }
        return names;
    }

    private static Set<String> listed(SqlNodeList list, Map<String, SqlNode> expressions) {
        Set<String> names = new LinkedHashSet<>();
        for (SqlNode item : list) {
            SqlNode expression = item;
            String name = null;
            if (item.getKind() == SqlKind.AS) {
                expression = ((SqlCall) item).operand(0);
                name = ((SqlIdentifier) ((SqlCall) item).operand(1)).getSimple();
            } else if (item instanceof SqlIdentifier column && !column.isStar()) {
                name = column.names.get(column.names.size() - 1);
            }
            if (name == null) {
                throw GraphErrors.invalidGraph(
                        "Cannot name property " + GrismParser.display(item) + ". Give it a name: "
                                + GrismParser.display(item) + " AS ...",
                        item);
            }
            if (names.stream().anyMatch(name::equalsIgnoreCase)) {
                throw GraphErrors.invalidGraph("Cannot list property " + name + " twice.", item);
            }
            names.add(name);
            add(name, expression, item, expressions);
        }
        return names;
    }

    private static void add(String name, SqlNode expression, SqlNode at, Map<String, SqlNode> expressions) {
        for (Map.Entry<String, SqlNode> known : expressions.entrySet()) {
            if (known.getKey().equalsIgnoreCase(name)) {
                if (!known.getValue().equalsDeep(expression, Litmus.IGNORE)) {
                    throw GraphErrors.invalidGraph(
                            "Cannot define property " + name + " in two ways for one element table: as "
                                    + GrismParser.display(known.getValue()) + " and as "
                                    + GrismParser.display(expression) + ".",
                            at);
                }
                return;
            }
        }
        expressions.put(name, expression);
    }
}
