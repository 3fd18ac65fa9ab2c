package io.grism.calcite.validate;

import io.grism.calcite.catalog.PropertyGraph;
import io.grism.calcite.catalog.PropertyGraph.ElementTable;
import io.grism.calcite.catalog.PropertyGraph.Property;
import io.grism.exec.graph.GraphTables;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.TableDefinition;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.calcite.rex.RexInputRef;
import org.jspecify.annotations.Nullable;

/**
 * An element of a pattern as an item of FROM: its table, or, where that does not do, a query on its tables. What is asked of it is known only when all has been asked; so the text of a pattern is made twice, and only the second one counts.
 */
final class ElementSql implements RowSql {
    /** The column that tells from which element table a row is. */
    private static final String TABLE = "$table";

    private final PropertyGraph graph;
    private final RoleSql roles;
    private final String alias;
    private final List<Integer> tables;
    private final Set<String> properties = new LinkedHashSet<>();
    private final Set<Column> columns = new LinkedHashSet<>();
    private boolean needsId;

    private record Column(int table, int ordinal) {}

    /** {@code tables} are numbers of element tables. */
    ElementSql(PropertyGraph graph, RoleSql roles, String alias, List<Integer> tables) {
        this.graph = graph;
        this.roles = roles;
        this.alias = alias;
        this.tables = List.copyOf(tables);
    }

    static String quote(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    static String table(ObjectName name) {
        return quote(name.schema()) + "." + quote(name.name());
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
        return quote(alias) + "." + quote(isPlain() ? columnName(table, ordinal) : exposed(table, ordinal));
    }

    @Override
    public String isOf(int table) {
        return tables.equals(List.of(table)) ? "" : quote(alias) + "." + quote(TABLE) + " = " + table;
    }

    /** Whether the table itself will do. */
    private boolean isPlain() {
        return tables.size() == 1
                && !needsId
                && exists(tables.get(0)).joins().isEmpty()
                && properties.stream().allMatch(property -> plainColumn(property) != null);
    }

    private @Nullable String plainColumn(String property) {
        Property own = graph.elements().get(tables.get(0)).property(property);
        return own != null && own.expression() instanceof RexInputRef column
                ? columnName(tables.get(0), column.getIndex())
                : null;
    }

    private TableDefinition definition(int table) {
        return GraphBinder.definitionOf(graph.elements().get(table)).snapshot().definition();
    }

    private String columnName(int table, int ordinal) {
        return definition(table).schema().getFields().get(ordinal).getName();
    }

    private static String exposed(int table, int ordinal) {
        return "$" + table + "_" + ordinal;
    }

    /** What tells whether rows are elements. */
    private RoleSql.Existence exists(int table) {
        int edge = graph.tables().edgeOfElement(table);
        return edge < 0 ? new RoleSql.Existence("", "") : roles.exists(edge, stored(table));
    }

    /** The condition for its rows to be elements that the item of FROM leaves open, or nothing. */
    String condition() {
        int edge = tables.size() == 1 ? graph.tables().edgeOfElement(tables.get(0)) : -1;
        if (edge < 0 || !isPlain()) {
            return "";
        }
        RowSql row = new RowSql.Stored(alias, ordinal -> columnName(tables.get(0), ordinal));
        return roles.exists(edge, row).condition();
    }

    /** A row of an element table by the name of the element table. */
    private RowSql stored(int table) {
        String name = graph.elements().get(table).name();
        return new RowSql.Stored(name, ordinal -> columnName(table, ordinal));
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
                            ? quote(element.name()) + "." + quote(columnName(table, column.ordinal))
                            : "NULL")
                    + " AS " + quote(exposed(column.table, column.ordinal)));
        }
        if (tables.size() > 1 || items.isEmpty()) {
            items.add(table + " AS " + quote(TABLE));
        }
        if (needsId) {
            items.add("ROW_NUMBER() OVER (ORDER BY " + order(table) + ") + " + (GraphTables.elementId(table, 0) - 1)
                    + " AS " + quote(PatternVariable.ID));
        }
        RoleSql.Existence exists = exists(table);
        String stored = table(element.table()) + " AS " + quote(element.name());
        String where = exists.condition().isEmpty() ? "" : " WHERE " + exists.condition();
        // Expressions of properties name columns without their table.
        String from = exists.joins().isEmpty()
                ? stored + where
                : "(SELECT " + quote(element.name()) + ".* FROM " + stored + exists.joins() + where + ") AS "
                        + quote(element.name());
        return "SELECT " + String.join(", ", items) + " FROM " + from;
    }

    /** The columns that tell rows apart; rows that are the same in all of them may change places. */
    private String order(int table) {
        TableDefinition definition = definition(table);
        List<Integer> ordinals = definition.primaryKey().isEmpty()
                ? IntStream.range(0, definition.schema().getFields().size())
                        .boxed()
                        .toList()
                : definition.primaryKey();
        String name = graph.elements().get(table).name();
        return ordinals.stream()
                .map(ordinal -> quote(name) + "." + quote(columnName(table, ordinal)))
                .collect(Collectors.joining(", "));
    }
}
