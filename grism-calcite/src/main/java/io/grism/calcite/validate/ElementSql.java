package io.grism.calcite.validate;

import io.grism.calcite.catalog.PropertyGraph;
import io.grism.calcite.catalog.PropertyGraph.ElementTable;
import io.grism.calcite.catalog.PropertyGraph.Property;
import io.grism.calcite.catalog.VersionName;
import io.grism.exec.graph.GraphTables;
import io.grism.exec.storage.ObjectName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.rex.RexInputRef;
import org.jspecify.annotations.Nullable;

/**
 * An element of a pattern as an item of FROM: its table, or, where that does not do, a query on its tables. What is asked of it is known only when all has been asked; so the text of a pattern is made twice, and only the second one counts.
 */
final class ElementSql implements RowSql {
    /** The column that tells from which element table a row is. */
    private static final String TABLE = "$table";

    private final PropertyGraph graph;
    private final ExistenceSql existence;
    private final String alias;
    private final List<Integer> tables;
    private final Set<String> properties = new LinkedHashSet<>();
    private final Set<Column> columns = new LinkedHashSet<>();
    private boolean needsId;

    private record Column(int table, int ordinal) {}

    /** {@code tables} are numbers of element tables. */
    ElementSql(PropertyGraph graph, ExistenceSql existence, String alias, List<Integer> tables) {
        this.graph = graph;
        this.existence = existence;
        this.alias = alias;
        this.tables = List.copyOf(tables);
    }

    static String quote(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    static String table(ObjectName name) {
        String version = name.version();
        String now = quote(name.schema()) + "." + quote(name.name());
        return version == null
                ? now
                : now + " FOR " + VersionName.parse(version).sql();
    }

    List<Integer> tables() {
        return tables;
    }

    /** The value of a property, or null when no table has it. */
    @Nullable
    String property(String name) {
        Property property = tables.stream()
                .map(table -> graph.elements().get(table).property(name))
                .filter(known -> known != null)
                .findFirst()
                .orElse(null);
        if (property == null) {
            return null;
        }
        properties.add(property.name());
        String column = isPlain() ? plainColumn(property.name()) : null;
        return quote(alias) + "." + quote(column == null ? property.name() : column);
    }

    String id() {
        needsId = true;
        return quote(alias) + "." + quote(PatternVariable.ID);
    }

    @Override
    public String column(int table, int ordinal) {
        columns.add(new Column(table, ordinal));
        return quote(alias) + "." + quote(isPlain() ? existence.columnName(table, ordinal) : exposed(table, ordinal));
    }

    @Override
    public String isOf(int table) {
        return tables.equals(List.of(table)) ? "" : quote(alias) + "." + quote(TABLE) + " = " + table;
    }

    /** Whether the table itself will do. */
    private boolean isPlain() {
        return tables.size() == 1
                && !needsId
                && exists(tables.get(0)) != null
                && properties.stream().allMatch(property -> plainColumn(property) != null);
    }

    private @Nullable String plainColumn(String property) {
        Property own = graph.elements().get(tables.get(0)).property(property);
        return own != null && own.expression() instanceof RexInputRef column
                ? existence.columnName(tables.get(0), column.getIndex())
                : null;
    }

    private static String exposed(int table, int ordinal) {
        return "$" + table + "_" + ordinal;
    }

    /** The condition for rows to be elements, or null where it takes joins. */
    private @Nullable String exists(int table) {
        String name = graph.elements().get(table).name();
        return existence.condition(table, stored(table, name));
    }

    /** The condition for its rows to be elements that the item of FROM leaves open, or nothing. */
    String condition() {
        int table = tables.get(0);
        String condition = isPlain() ? existence.condition(table, stored(table, alias)) : null;
        return condition == null ? "" : condition;
    }

    private RowSql stored(int table, String name) {
        return new RowSql.Stored(name, ordinal -> existence.columnName(table, ordinal));
    }

    String from() {
        if (isPlain()) {
            return table(graph.elements().get(tables.get(0)).table()) + " AS " + quote(alias);
        }
        return tables.stream().map(this::query).collect(Collectors.joining(" UNION ALL ", "(", ")")) + " AS "
                + quote(alias);
    }

    private String query(int table) {
        ElementTable element = graph.elements().get(table);
        List<String> items = new ArrayList<>();
        for (String name : properties) {
            Property property = element.property(name);
            items.add((property == null ? "NULL" : property.sql()) + " AS " + quote(name));
        }
        for (Column column : columns) {
            items.add((column.table == table
                            ? quote(element.name()) + "." + quote(existence.columnName(table, column.ordinal))
                            : "NULL")
                    + " AS " + quote(exposed(column.table, column.ordinal)));
        }
        if (tables.size() > 1 || items.isEmpty()) {
            items.add(table + " AS " + quote(TABLE));
        }
        if (needsId) {
            items.add(existence.position(table, element.name(), GraphTables.elementId(table, 0)) + " AS "
                    + quote(PatternVariable.ID));
        }
        String exists = exists(table);
        String from = exists == null
                // Expressions of properties name columns without their table.
                ? existence.elements(table, element.name())
                : table(element.table()) + " AS " + quote(element.name())
                        + (exists.isEmpty() ? "" : " WHERE " + exists);
        return "SELECT " + String.join(", ", items) + " FROM " + from;
    }
}
