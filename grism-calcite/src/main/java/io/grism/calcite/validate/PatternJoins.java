package io.grism.calcite.validate;

import static io.grism.calcite.validate.RoleSql.and;
import static io.grism.calcite.validate.RoleSql.or;

import io.grism.calcite.catalog.PropertyGraph;
import io.grism.calcite.rel.MatchPattern;
import io.grism.calcite.rel.PatternEdge;
import io.grism.exec.graph.Direction;
import io.grism.exec.graph.GraphTables;
import io.grism.exec.graph.GraphTables.Role;
import io.grism.exec.graph.GraphTables.Through;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.plan.RelOptTable;
import org.jspecify.annotations.Nullable;

/** The vertices and edges of a pattern as the items of a FROM clause: each vertex is joined by an edge from one that stands before it, where there is such an edge. */
final class PatternJoins {
    private static final String NOTHING =
            "SELECT 0 AS \"way\", 0 AS \"from\", 0 AS \"to\" FROM (VALUES (0)) AS \"_i\" WHERE FALSE";

    private final PropertyGraph graph;
    private final GraphTables tables;
    private final MatchPattern pattern;
    private final RoleSql roles;
    private final List<ElementSql> vertices;
    private final List<EdgeSql> edges;

    /** {@code vertices} and {@code edges} are those of the pattern, in its order. */
    PatternJoins(
            PropertyGraph graph, MatchPattern pattern, RoleSql roles, List<ElementSql> vertices, List<EdgeSql> edges) {
        this.graph = graph;
        this.tables = graph.tables();
        this.pattern = pattern;
        this.roles = roles;
        this.vertices = List.copyOf(vertices);
        this.edges = List.copyOf(edges);
    }

    /** The items of FROM, joined in the order of the pattern; conditions that do not fit into a join are added to {@code where}. */
    String from(List<String> where) {
        StringBuilder from = new StringBuilder();
        Set<Integer> shown = new HashSet<>();
        for (int e = 0; e < edges.size(); e++) {
            PatternEdge edge = pattern.edges().get(e);
            boolean fromKnown = shown.contains(edge.from());
            boolean toKnown = shown.contains(edge.to());
            int first = fromKnown || !toKnown ? edge.from() : edge.to();
            int second = first == edge.from() ? edge.to() : edge.from();
            if (shown.add(first)) {
                join(from, vertices.get(first).from(), "");
            }
            if (edges.get(e) instanceof EdgeSql.Element element) {
                String out = plain(edge, element.row(), first, first == edge.from());
                String all = plain(edge, element.row());
                // The second end is joined on what ties it to the edge.
                if (shown.add(second)) {
                    boolean split =
                            edge.direction() != Direction.ANY && edge.tables().size() == 1;
                    join(from, element.row().from(), split ? out : "TRUE");
                    join(
                            from,
                            vertices.get(second).from(),
                            split ? plain(edge, element.row(), second, second == edge.from()) : all);
                } else {
                    join(from, element.row().from(), all);
                }
            } else if (edges.get(e) instanceof EdgeSql.Incidence incidence) {
                boolean isNew = shown.add(second);
                incidence(from, incidence, second, isNew, where);
            }
        }
        for (int v = 0; v < vertices.size(); v++) {
            if (shown.add(v)) {
                join(from, vertices.get(v).from(), "");
            }
        }
        return from.toString();
    }

    private static void join(StringBuilder from, String item, String condition) {
        if (from.isEmpty()) {
            from.append(item);
        } else if (condition.isEmpty()) {
            from.append(" CROSS JOIN ").append(item);
        } else {
            from.append(" JOIN ").append(item).append(" ON ").append(condition);
        }
    }

    /** Whether one end of a plain edge of a single table is a vertex. */
    private String plain(PatternEdge edge, ElementSql row, int vertex, boolean left) {
        boolean source = left == (edge.direction() == Direction.OUT);
        return end(edge.tables().get(0), row, source ? 0 : 1, vertices.get(vertex));
    }

    private String end(int edgeTable, ElementSql row, int role, ElementSql vertex) {
        Role end = tables.edges().get(edgeTable).roles().get(role);
        int element = tables.elementOfEdge(edgeTable);
        return and(List.of(
                vertex.isOf(end.player()),
                RoleSql.equal(element, row, end.edgeColumns(), end.player(), vertex, end.playerColumns())));
    }

    /** Whether a plain edge is between both its vertices. */
    private String plain(PatternEdge edge, ElementSql row) {
        ElementSql left = vertices.get(edge.from());
        ElementSql right = vertices.get(edge.to());
        List<String> ways = new ArrayList<>();
        for (int table : edge.tables()) {
            int source = tables.start(table);
            int destination = tables.end(table);
            String isOf = row.isOf(tables.elementOfEdge(table));
            if (edge.direction() != Direction.IN
                    && left.tables().contains(source)
                    && right.tables().contains(destination)) {
                ways.add(and(List.of(isOf, end(table, row, 0, left), end(table, row, 1, right))));
            }
            if (edge.direction() != Direction.OUT
                    && left.tables().contains(destination)
                    && right.tables().contains(source)) {
                ways.add(and(List.of(isOf, end(table, row, 0, right), end(table, row, 1, left))));
            }
        }
        return or(ways);
    }

    /** Joins incidences, and the element at their second end if it is not there yet. */
    private void incidence(
            StringBuilder from, EdgeSql.Incidence incidence, int second, boolean isNew, List<String> where) {
        EdgeSql.Way only = incidence.ways().size() == 1 ? incidence.ways().get(0) : null;
        if (only != null && only.table().declarations().size() == 1 && through(only) != null) {
            pairs(from, incidence, only, second, isNew);
            return;
        }
        String direct =
                only == null ? null : roles.direct(only.table(), hyperedge(incidence, only), player(incidence, only));
        if (direct == null) {
            relation(from, incidence, second, isNew);
        } else if (isNew) {
            join(from, vertices.get(second).from(), direct);
        } else {
            where.add(direct);
        }
    }

    private ElementSql hyperedge(EdgeSql.Incidence incidence, EdgeSql.Way way) {
        return vertices.get(way.out() ? incidence.from() : incidence.to());
    }

    private ElementSql player(EdgeSql.Incidence incidence, EdgeSql.Way way) {
        return vertices.get(way.out() ? incidence.to() : incidence.from());
    }

    private Role role(EdgeSql.Way way) {
        return tables.edges()
                .get(way.table().edge())
                .roles()
                .get(way.table().declarations().get(0));
    }

    private @Nullable Through through(EdgeSql.Way way) {
        return role(way).through();
    }

    /** Joins the table of incidences that the only declaration of a role goes through. */
    private void pairs(StringBuilder from, EdgeSql.Incidence incidence, EdgeSql.Way way, int second, boolean isNew) {
        Role role = role(way);
        Through through = Objects.requireNonNull(role.through());
        ElementSql hyperedge = hyperedge(incidence, way);
        ElementSql player = player(incidence, way);
        RowSql row = new RowSql.Stored(incidence.alias(), names(through)::get);
        int element = tables.elementOfEdge(way.table().edge());
        String toPlayer = and(List.of(
                player.isOf(role.player()),
                RoleSql.equal(-1, row, through.playerKey(), role.player(), player, role.playerColumns())));
        String toHyperedge = and(List.of(
                hyperedge.isOf(element),
                RoleSql.equal(-1, row, through.edgeKey(), element, hyperedge, role.edgeColumns())));
        if (isNew) {
            boolean playerIsSecond = (way.out() ? incidence.to() : incidence.from()) == second;
            join(from, distinct(incidence.alias(), through), playerIsSecond ? toHyperedge : toPlayer);
            join(from, vertices.get(second).from(), playerIsSecond ? toPlayer : toHyperedge);
        } else {
            join(from, distinct(incidence.alias(), through), and(List.of(toHyperedge, toPlayer)));
        }
    }

    /** Joins the ids of both ends of incidences of all ways, and the element at their second end if it is not there yet. */
    private void relation(StringBuilder from, EdgeSql.Incidence incidence, int second, boolean isNew) {
        List<String> parts = new ArrayList<>();
        for (int w = 0; w < incidence.ways().size(); w++) {
            EdgeSql.Way way = incidence.ways().get(w);
            boolean both = incidence.ways().stream()
                    .anyMatch(other -> other.number() == way.number() && other.out() != way.out());
            parts.add("SELECT " + w + " AS \"way\", \"_i\"." + (way.out() ? "\"h\"" : "\"p\"") + " AS \"from\", \"_i\"."
                    + (way.out() ? "\"p\"" : "\"h\"") + " AS \"to\" FROM (" + roles.pairs(way.table(), "")
                    + ") AS \"_i\""
                    // An incidence of a hyperedge with itself is one, either way.
                    + (both && !way.out() ? " WHERE \"_i\".\"h\" <> \"_i\".\"p\"" : ""));
        }
        String alias = ElementSql.quote(incidence.alias());
        String left = alias + ".\"from\" = " + vertices.get(incidence.from()).id();
        String right = alias + ".\"to\" = " + vertices.get(incidence.to()).id();
        boolean leftIsNew = isNew && incidence.from() == second;
        join(
                from,
                "(" + (parts.isEmpty() ? NOTHING : String.join(" UNION ALL ", parts)) + ") AS " + alias,
                isNew ? (leftIsNew ? right : left) : left + " AND " + right);
        if (isNew) {
            join(from, vertices.get(second).from(), leftIsNew ? left : right);
        }
    }

    /** The pairs of keys in a table of incidences, each once. */
    private String distinct(String alias, Through through) {
        List<String> names = names(through);
        List<String> columns = new ArrayList<>();
        for (int column : through.edgeKey()) {
            columns.add(ElementSql.quote(names.get(column)));
        }
        for (int column : through.playerKey()) {
            columns.add(ElementSql.quote(names.get(column)));
        }
        return "(SELECT DISTINCT " + String.join(", ", columns) + " FROM " + ElementSql.table(through.table()) + ") AS "
                + ElementSql.quote(alias);
    }

    /** The names of the columns of a table of incidences. */
    private List<String> names(Through through) {
        RelOptTable table = graph.throughTables().get(through.table());
        if (table == null) {
            throw new IllegalStateException("no table " + through.table());
        }
        return table.getRowType().getFieldNames();
    }
}
