package io.grism.calcite.validate;

import io.grism.calcite.catalog.PropertyGraph;
import io.grism.exec.graph.GraphTables;
import io.grism.exec.graph.GraphTables.IncidenceTable;
import io.grism.exec.graph.GraphTables.Role;
import io.grism.exec.graph.GraphTables.Through;
import io.grism.exec.storage.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Roles as conditions over rows: who plays them. */
final class RoleSql {
    private final PropertyGraph graph;
    private final GraphTables tables;
    private final ExistenceSql existence;
    private final AtomicInteger aliases;

    /** {@code aliases} numbers the names that it makes. */
    RoleSql(PropertyGraph graph, AtomicInteger aliases) {
        this.graph = graph;
        this.aliases = aliases;
        this.tables = graph.tables();
        this.existence = new ExistenceSql(graph, aliases);
    }

    /** Which rows are elements. */
    ExistenceSql existence() {
        return existence;
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
            ElementSql hyperedge = new ElementSql(graph, existence, "_h", List.of(element));
            ElementSql player = new ElementSql(graph, existence, "_p", List.of(incidences.player()));
            String ids = firstColumn + hyperedge.id() + " AS \"h\", " + player.id() + " AS \"p\"";
            Through through = role.through();
            if (through == null) {
                String on = equal(element, hyperedge, role.edgeColumns(), role.player(), player, role.playerColumns());
                ways.add("SELECT " + ids + " FROM " + hyperedge.from() + " JOIN " + player.from() + " ON " + on);
            } else {
                RowSql.Stored row = stored(through.table());
                String in = equal(-1, row, through.edgeKey(), element, hyperedge, role.edgeColumns());
                String out = equal(-1, row, through.playerKey(), role.player(), player, role.playerColumns());
                ways.add("SELECT " + ids + " FROM " + hyperedge.from() + " JOIN " + ElementSql.table(through.table())
                        + " AS " + ElementSql.quote(row.alias()) + " ON " + in + " JOIN " + player.from() + " ON "
                        + out);
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

    /** A row of a table of incidences. */
    private RowSql.Stored stored(ObjectName through) {
        List<String> names = Objects.requireNonNull(graph.throughTables().get(through))
                .getRowType()
                .getFieldNames();
        return new RowSql.Stored("_i" + aliases.incrementAndGet(), names::get);
    }
}
