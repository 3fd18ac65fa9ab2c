package io.grism.calcite.validate;

import static io.grism.calcite.validate.ElementSql.quote;
import static io.grism.calcite.validate.RoleSql.equal;
import static io.grism.calcite.validate.RoleSql.or;

import io.grism.calcite.catalog.PropertyGraph;
import io.grism.exec.graph.GraphTables;
import io.grism.exec.graph.GraphTables.Presence;
import io.grism.exec.graph.GraphTables.Role;
import io.grism.exec.storage.TableDefinition;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of element tables are elements, as SQL: all rows of vertex tables; those rows of edge tables whose keys find all their players, which may have to be edges themselves. Where edge tables refer to each other in circles, the rows that are missing are
 * found by recursion: those that lack a player, then those that name one of these, and so on.
 */
final class ExistenceSql {
    /** The column with the position of a row among all rows of the edge tables in a circle. */
    private static final String POSITION = "$row";

    private final PropertyGraph graph;
    private final GraphTables tables;
    private final AtomicInteger aliases;

    /** {@code aliases} numbers the names that it makes; no two recursive queries of a text may share one. */
    ExistenceSql(PropertyGraph graph, AtomicInteger aliases) {
        this.graph = graph;
        this.aliases = aliases;
        this.tables = graph.tables();
    }

    /**
     * What tells whether a row of an edge table is an edge.
     *
     * @param joins with its players, to be added to FROM
     * @param condition to be added to WHERE
     */
    private record Existence(String joins, String condition) {}

    /** The condition for a row to be an element: nothing where all rows are, and null where it takes joins, as in {@link #elements}. */
    @Nullable
    String condition(int element, RowSql row) {
        int edge = tables.edgeOfElement(element);
        if (edge < 0 || allExist(edge)) {
            return "";
        }
        Existence existence = isInCircle(edge) ? null : exists(edge, row, true);
        return existence == null || !existence.joins.isEmpty() ? null : existence.condition;
    }

    /** The rows of an element table that are elements, as an item of FROM. */
    String elements(int element, String alias) {
        RowSql row = new RowSql.Stored(alias, ordinal -> columnName(element, ordinal));
        int edge = tables.edgeOfElement(element);
        if (edge < 0 || allExist(edge)) {
            return stored(element, alias);
        }
        String from;
        Existence existence;
        if (isInCircle(edge)) {
            String missing = quote("_m" + aliases.incrementAndGet());
            from = numbered(element, alias);
            existence = new Existence(
                    " LEFT JOIN (" + missing(edge) + ") AS " + missing + " ON " + missing + ".\"id\" = " + quote(alias)
                            + "." + quote(POSITION),
                    missing + ".\"id\" IS NULL");
        } else {
            from = stored(element, alias);
            existence = exists(edge, row, true);
        }
        return "(SELECT " + quote(alias) + ".* FROM " + from + existence.joins + " WHERE " + existence.condition
                + ") AS " + quote(alias);
    }

    /** The number of a row in its table, from {@code first} on; rows that are the same in all columns that tell rows apart may change places. */
    String position(int element, String alias, long first) {
        TableDefinition definition = definition(element);
        List<Integer> ordinals = definition.primaryKey().isEmpty()
                ? IntStream.range(0, definition.schema().getFields().size())
                        .boxed()
                        .toList()
                : definition.primaryKey();
        String order = ordinals.stream()
                .map(ordinal -> quote(alias) + "." + quote(columnName(element, ordinal)))
                .collect(Collectors.joining(", "));
        return "ROW_NUMBER() OVER (ORDER BY " + order + ") + " + (first - 1);
    }

    String columnName(int element, int ordinal) {
        return definition(element).schema().getFields().get(ordinal).getName();
    }

    private String stored(int element, String alias) {
        return ElementSql.table(tables.table(element)) + " AS " + quote(alias);
    }

    private String numbered(int element, String alias) {
        return "(SELECT \"_t\".*, " + position(element, "_t", GraphTables.elementId(element, 0)) + " AS "
                + quote(POSITION) + " FROM " + stored(element, "_t") + ") AS " + quote(alias);
    }

    private RowSql.Stored row(int element) {
        return new RowSql.Stored("_r" + aliases.incrementAndGet(), ordinal -> columnName(element, ordinal));
    }

    /** @param deep whether players must be elements, not only rows */
    private Existence exists(int edge, RowSql row, boolean deep) {
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
                    if (!isReference(role, edge) || deep && player >= 0 && !allExist(player)) {
                        conditions.add(isNotSet(role, element, row) + " OR " + player(role, element, row, deep, joins)
                                + " IS NOT NULL");
                    }
                }
            }
            if (required) {
                conditions.add(or(played));
            }
        }
        return new Existence(
                joins.toString(), conditions.isEmpty() ? "" : "(" + String.join(") AND (", conditions) + ")");
    }

    private static String isSet(Role role, int element, RowSql row) {
        return role.edgeColumns().stream()
                .map(column -> row.column(element, column) + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
    }

    private static String isNotSet(Role role, int element, RowSql row) {
        return role.edgeColumns().stream()
                .map(column -> row.column(element, column) + " IS NULL")
                .collect(Collectors.joining(" OR "));
    }

    /** Joins the player that a row names; returns a column that is NULL when there is none. */
    private String player(Role role, int element, RowSql row, boolean deep, StringBuilder joins) {
        RowSql.Stored player = row(role.player());
        joins.append(" LEFT JOIN ")
                .append(deep ? elements(role.player(), player.alias()) : stored(role.player(), player.alias()))
                .append(" ON ")
                .append(equal(element, row, role.edgeColumns(), role.player(), player, role.playerColumns()));
        return player.column(role.player(), role.playerColumns().get(0));
    }

    /** The positions of the rows that are missing, as {@code id}, in all tables of a circle. */
    private String missing(int edge) {
        Set<Integer> circle = players(edge);
        List<String> lacking = new ArrayList<>();
        List<String> naming = new ArrayList<>();
        for (int member : circle) {
            int element = tables.elementOfEdge(member);
            RowSql.Stored row = row(element);
            Existence own = exists(member, row, false);
            if (!own.condition.isEmpty()) {
                lacking.add("SELECT " + position(row) + " AS \"id\" FROM " + numbered(element, row.alias()) + own.joins
                        + " WHERE NOT (" + own.condition + ")");
            }
            for (Role role : direct(member)) {
                if (circle.contains(tables.edgeOfElement(role.player()))) {
                    RowSql.Stored player = row(role.player());
                    naming.add("SELECT " + position(row) + " AS \"id\", " + position(player) + " AS \"player\" FROM "
                            + numbered(element, row.alias()) + " JOIN " + numbered(role.player(), player.alias())
                            + " ON "
                            + equal(element, row, role.edgeColumns(), role.player(), player, role.playerColumns()));
                }
            }
        }
        String name = quote("_missing" + aliases.incrementAndGet());
        return "WITH RECURSIVE " + name + " (\"id\") AS (SELECT \"_l\".\"id\" FROM ("
                + String.join(" UNION ALL ", lacking)
                + ") AS \"_l\" UNION SELECT \"_n\".\"id\" FROM " + name + " AS \"_s\" JOIN ("
                + String.join(" UNION ALL ", naming)
                + ") AS \"_n\" ON \"_n\".\"player\" = \"_s\".\"id\") SELECT \"id\" FROM "
                + name;
    }

    private static String position(RowSql.Stored row) {
        return quote(row.alias()) + "." + quote(POSITION);
    }

    private boolean isInCircle(int edge) {
        return players(edge).contains(edge);
    }

    /** The edge tables that play roles of an edge table, or of one of these, and whose rows are not all edges. */
    private Set<Integer> players(int edge) {
        Set<Integer> all = new LinkedHashSet<>();
        List<Integer> rest = new ArrayList<>(List.of(edge));
        for (int at = 0; at < rest.size(); at++) {
            for (Role role : direct(rest.get(at))) {
                int player = tables.edgeOfElement(role.player());
                if (player >= 0 && !allExist(player) && all.add(player)) {
                    rest.add(player);
                }
            }
        }
        return all;
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
                        && key.references().equals(tables.table(role.player()).stored())
                        && key.referencedColumns().equals(role.playerColumns()));
    }

    private List<Role> direct(int edge) {
        return tables.edges().get(edge).roles().stream()
                .filter(role -> role.through() == null)
                .toList();
    }

    private TableDefinition definition(int element) {
        return GraphBinder.definitionOf(graph.elements().get(element))
                .snapshot()
                .definition();
    }
}
