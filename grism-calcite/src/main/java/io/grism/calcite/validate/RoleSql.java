package io.grism.calcite.validate;

import io.grism.calcite.catalog.PropertyGraph;
import io.grism.exec.graph.GraphTables;
import io.grism.exec.graph.GraphTables.IncidenceTable;
import io.grism.exec.graph.GraphTables.Presence;
import io.grism.exec.graph.GraphTables.Role;
import io.grism.exec.graph.GraphTables.Through;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.TableDefinition;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** Roles as conditions over rows: who plays them, and which rows are edges at all. */
final class RoleSql {
    private final PropertyGraph graph;
    private final GraphTables tables;
    private final SqlNode at;
    private final List<Integer> open = new ArrayList<>();
    private int aliases;

    /** {@code at} is where errors point to. */
    RoleSql(PropertyGraph graph, SqlNode at) {
        this.graph = graph;
        this.tables = graph.tables();
        this.at = at;
    }

    static String and(List<String> conditions) {
        return String.join(
                " AND ", conditions.stream().filter(text -> !text.isEmpty()).toList());
    }

    static String or(List<String> conditions) {
        return conditions.isEmpty()
                ? "FALSE"
                : conditions.size() == 1 ? conditions.get(0) : "((" + String.join(") OR (", conditions) + "))";
    }

    /** Whether an incidence of a table is between two rows, which the hyperedge says itself; null when a table of incidences says so. */
    @Nullable
    String direct(IncidenceTable incidences, RowSql hyperedge, RowSql player) {
        List<String> ways = new ArrayList<>();
        int element = tables.elementOfEdge(incidences.edge());
        for (int declaration : incidences.declarations()) {
            Role role = tables.edges().get(incidences.edge()).roles().get(declaration);
            if (role.through() != null) {
                return null;
            }
            ways.add(equal(element, hyperedge, role.edgeColumns(), role.player(), player, role.playerColumns()));
        }
        return and(List.of(hyperedge.isOf(element), player.isOf(incidences.player()), or(ways)));
    }

    /** The incidences of a table as a query: the id of the hyperedge as {@code h}, that of the player as {@code p}, each pair once. */
    String pairs(IncidenceTable incidences, String firstColumn) {
        int element = tables.elementOfEdge(incidences.edge());
        List<String> ways = new ArrayList<>();
        for (int declaration : incidences.declarations()) {
            Role role = tables.edges().get(incidences.edge()).roles().get(declaration);
            ElementSql hyperedge = new ElementSql(graph, this, "_h", List.of(element));
            ElementSql player = new ElementSql(graph, this, "_p", List.of(incidences.player()));
            String ids = firstColumn + hyperedge.id() + " AS \"h\", " + player.id() + " AS \"p\"";
            Through through = role.through();
            if (through == null) {
                String on = equal(element, hyperedge, role.edgeColumns(), role.player(), player, role.playerColumns());
                ways.add("SELECT " + ids + " FROM " + hyperedge.from() + " JOIN " + player.from() + " ON " + on);
            } else {
                RowSql row = stored(through.table());
                String in = equal(-1, row, through.edgeKey(), element, hyperedge, role.edgeColumns());
                String out = equal(-1, row, through.playerKey(), role.player(), player, role.playerColumns());
                ways.add("SELECT " + ids + " FROM " + hyperedge.from() + " JOIN " + from(through.table(), row) + " ON "
                        + in + " JOIN " + player.from() + " ON " + out);
            }
        }
        return ways.size() == 1 ? ways.get(0).replaceFirst("SELECT", "SELECT DISTINCT") : String.join(" UNION ", ways);
    }

    /** Whether columns of two rows are equal. */
    static String equal(
            int leftTable,
            RowSql left,
            List<Integer> leftColumns,
            int rightTable,
            RowSql right,
            List<Integer> rightColumns) {
        List<String> all = new ArrayList<>();
        for (int k = 0; k < leftColumns.size(); k++) {
            all.add(left.column(leftTable, leftColumns.get(k)) + " = " + right.column(rightTable, rightColumns.get(k)));
        }
        return and(all);
    }

    /**
     * What tells whether a row of an edge table is an edge.
     *
     * @param joins with its players, to be added to FROM
     * @param condition to be added to WHERE
     */
    record Existence(String joins, String condition) {}

    /** Whether a row of an edge table is an edge. */
    Existence exists(int edge, RowSql row) {
        if (allExist(edge)) {
            return new Existence("", "");
        }
        if (open.contains(edge)) {
            throw GraphErrors.unsupported(
                    "EXPLAIN (REWRITE) where hyperedges play roles in each other in circles and some lack players", at);
        }
        open.add(edge);
        int element = tables.elementOfEdge(edge);
        StringBuilder joins = new StringBuilder();
        List<String> conditions = new ArrayList<>();
        for (String name : tables.edges().get(edge).roleNames()) {
            List<String> played = new ArrayList<>();
            boolean required = false;
            for (Role role : direct(edge)) {
                if (role.name().equals(name)) {
                    required |= role.presence() == Presence.REQUIRED && !isAlwaysSet(role, edge);
                    played.add(isSet(role, element, row));
                    int player = tables.edgeOfElement(role.player());
                    if (!isReference(role, edge) || player >= 0 && !allExist(player)) {
                        String found = player(role, element, row, joins);
                        conditions.add(isSet(role, element, row)
                                        .replace(" IS NOT NULL AND ", " IS NULL OR ")
                                        .replaceFirst(" IS NOT NULL$", " IS NULL")
                                + " OR " + found + " IS NOT NULL");
                    }
                }
            }
            if (required) {
                conditions.add(or(played));
            }
        }
        open.remove((Integer) edge);
        return new Existence(
                joins.toString(), conditions.isEmpty() ? "" : "(" + String.join(") AND (", conditions) + ")");
    }

    private static String isSet(Role role, int element, RowSql row) {
        List<String> all = new ArrayList<>();
        for (int column : role.edgeColumns()) {
            all.add(row.column(element, column) + " IS NOT NULL");
        }
        return and(all);
    }

    /** Joins the player that a row names; returns a column that is NULL when there is none. */
    private String player(Role role, int element, RowSql row, StringBuilder joins) {
        ObjectName players = tables.table(role.player());
        RowSql.Stored player = stored(players);
        int edge = tables.edgeOfElement(role.player());
        Existence exists = edge < 0 ? new Existence("", "") : exists(edge, player);
        RowSql.Stored joined = exists.condition.isEmpty() ? player : stored(players);
        String item = exists.condition.isEmpty()
                ? from(players, player)
                : "(SELECT " + ElementSql.quote(player.alias()) + ".* FROM " + from(players, player) + exists.joins
                        + " WHERE " + exists.condition + ") AS " + ElementSql.quote(joined.alias());
        joins.append(" LEFT JOIN ")
                .append(item)
                .append(" ON ")
                .append(equal(element, row, role.edgeColumns(), role.player(), joined, role.playerColumns()));
        return joined.column(role.player(), role.playerColumns().get(0));
    }

    /** Whether declared keys see to it that every row of a table is an edge. */
    private boolean allExist(int edge) {
        Set<Integer> all = new LinkedHashSet<>(List.of(edge));
        List<Integer> rest = new ArrayList<>(all);
        for (int at = 0; at < rest.size(); at++) {
            for (Role role : direct(rest.get(at))) {
                boolean set = role.presence() == Presence.OPTIONAL || isAlwaysSet(role, rest.get(at));
                int player = tables.edgeOfElement(role.player());
                if (!set || !isReference(role, rest.get(at))) {
                    return false;
                }
                if (player >= 0 && all.add(player)) {
                    rest.add(player);
                }
            }
        }
        return true;
    }

    private boolean isAlwaysSet(Role role, int edge) {
        TableDefinition table = definition(tables.elementOfEdge(edge));
        return role.edgeColumns().stream()
                .noneMatch(column -> table.schema().getFields().get(column).isNullable());
    }

    /** Whether a foreign key sees to it that keys find a row. */
    private boolean isReference(Role role, int edge) {
        return definition(tables.elementOfEdge(edge)).foreignKeys().stream()
                .anyMatch(key -> key.columns().equals(role.edgeColumns())
                        && key.references().equals(tables.table(role.player()))
                        && key.referencedColumns().equals(role.playerColumns()));
    }

    private List<Role> direct(int edge) {
        return tables.edges().get(edge).roles().stream()
                .filter(role -> role.through() == null)
                .toList();
    }

    /** How many players a hyperedge has. */
    String arity(ElementSql hyperedge) {
        List<String> all = new ArrayList<>();
        List<IncidenceTable> incidences = tables.incidences();
        for (int number = 0; number < incidences.size(); number++) {
            if (isOf(incidences.get(number), hyperedge)) {
                all.add(pairs(incidences.get(number), number + " AS \"n\", "));
            }
        }
        return "(SELECT COUNT(*) FROM ("
                + String.join(
                        " UNION ALL ",
                        all.stream()
                                .map(pairs -> "SELECT * FROM (" + pairs + ") AS \"_i\"")
                                .toList())
                + ") AS \"_a\" WHERE \"_a\".\"h\" = " + hyperedge.id() + ")";
    }

    /** The names of the roles that a hyperedge has players of, in the order of declaration, which differs from table to table. */
    String roleNames(ElementSql hyperedge) {
        List<String> roles = new ArrayList<>();
        for (int element : hyperedge.tables()) {
            int edge = tables.edgeOfElement(element);
            for (String name :
                    edge < 0 ? List.<String>of() : tables.edges().get(edge).roleNames()) {
                List<String> players = new ArrayList<>();
                for (IncidenceTable table : tables.incidences()) {
                    if (table.edge() == edge && table.role().equals(name)) {
                        players.add("SELECT \"_i\".\"h\" FROM (" + pairs(table, "") + ") AS \"_i\"");
                    }
                }
                roles.add("CASE WHEN " + hyperedge.id() + " IN (" + String.join(" UNION ALL ", players) + ") THEN '"
                        + name.replace("'", "''") + "' END");
            }
        }
        return "ARRAY_COMPACT(ARRAY[" + String.join(", ", roles) + "])";
    }

    private boolean isOf(IncidenceTable incidences, ElementSql hyperedge) {
        return hyperedge.tables().contains(tables.elementOfEdge(incidences.edge()));
    }

    /** Whether an element plays a role of a hyperedge. */
    String plays(ElementSql hyperedge, ElementSql player, String role) {
        List<String> ways = new ArrayList<>();
        for (IncidenceTable table : tables.incidences()) {
            if (isOf(table, hyperedge)
                    && table.role().equals(role)
                    && player.tables().contains(table.player())) {
                String direct = direct(table, hyperedge, player);
                ways.add(
                        direct != null
                                ? direct
                                : "(" + hyperedge.id() + ", " + player.id() + ") IN (" + pairs(table, "") + ")");
            }
        }
        return "(" + or(ways) + ") IS TRUE";
    }

    private TableDefinition definition(int element) {
        return GraphBinder.definitionOf(graph.elements().get(element))
                .snapshot()
                .definition();
    }

    private RowSql.Stored stored(ObjectName table) {
        return new RowSql.Stored("_r" + ++aliases, ordinal -> columnName(table, ordinal));
    }

    private String columnName(ObjectName table, int ordinal) {
        var through = graph.throughTables().get(table);
        if (through != null) {
            return through.getRowType().getFieldNames().get(ordinal);
        }
        return graph.elements().stream()
                .filter(element -> element.table().equals(table))
                .map(element -> element.relTable().getRowType().getFieldNames().get(ordinal))
                .findFirst()
                .orElseThrow();
    }

    private static String from(ObjectName table, RowSql row) {
        return ElementSql.table(table) + " AS " + ElementSql.quote(((RowSql.Stored) row).alias());
    }
}
