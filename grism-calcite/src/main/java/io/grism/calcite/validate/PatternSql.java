package io.grism.calcite.validate;

import static io.grism.calcite.validate.RoleSql.and;
import static io.grism.calcite.validate.RoleSql.or;

import io.grism.calcite.catalog.PropertyGraph;
import io.grism.calcite.rel.MatchPattern;
import io.grism.calcite.rel.PatternEdge;
import io.grism.calcite.rel.PatternVertex;
import io.grism.exec.graph.Direction;
import io.grism.exec.graph.GraphTables;
import io.grism.exec.graph.GraphTables.IncidenceTable;
import io.grism.exec.graph.GraphTables.Role;
import io.grism.exec.graph.GraphTables.Through;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptTable;
import org.jspecify.annotations.Nullable;

/** The matches of a pattern of fixed length as a query over the tables. */
final class PatternSql {
    private final PlainPattern plain;
    private final UnrolledPattern unrolled;
    private final MatchPattern pattern;
    private final PropertyGraph graph;
    private final GraphTables tables;
    private final RoleSql roles;
    private final List<ElementSql> vertices = new ArrayList<>();
    private final List<EdgeSql> edges = new ArrayList<>();

    private static final String NOTHING =
            "SELECT 0 AS \"way\", 0 AS \"from\", 0 AS \"to\" FROM (VALUES (0)) AS \"_i\" WHERE FALSE";

    /** An edge of the pattern: an element, or incidences, of which several ways may match. */
    sealed interface EdgeSql {
        /** An edge with rows of its own. */
        record Element(ElementSql row) implements EdgeSql {}

        /** Incidences; {@code ways} are numbered where there are several, and the number is a column of {@code alias}. */
        record Incidence(String alias, List<Way> ways, int from, int to) implements EdgeSql {}
    }

    /** Incidences of a table, in the direction that the pattern is written or against it. */
    record Way(int number, IncidenceTable table, boolean out) {}

    PatternSql(PlainPattern plain, UnrolledPattern unrolled, MatchPattern pattern) {
        this.plain = plain;
        this.unrolled = unrolled;
        this.pattern = pattern;
        this.graph = plain.pattern().graph();
        this.tables = graph.tables();
        this.roles = new RoleSql(graph, plain.table());
        for (PatternVertex vertex : pattern.vertices()) {
            vertices.add(new ElementSql(graph, roles, alias(vertex.name()), vertex.tables()));
        }
        for (PatternEdge edge : pattern.edges()) {
            edges.add(edge(edge));
        }
    }

    private static String alias(String variable) {
        return variable.replace('#', '_');
    }

    private EdgeSql edge(PatternEdge edge) {
        int edgeTables = tables.edges().size();
        if (edge.tables().stream().allMatch(table -> table < edgeTables)) {
            List<Integer> numbers =
                    edge.tables().stream().map(tables::elementOfEdge).toList();
            return new EdgeSql.Element(new ElementSql(graph, roles, alias(edge.name()), numbers));
        }
        List<Way> ways = new ArrayList<>();
        for (int ordinal : edge.tables()) {
            int number = ordinal - edgeTables;
            IncidenceTable table = tables.incidences().get(number);
            if (edge.direction() != Direction.IN) {
                ways.add(new Way(number, table, true));
            }
            if (edge.direction() != Direction.OUT) {
                ways.add(new Way(number, table, false));
            }
        }
        ways.removeIf(way -> !isPossible(way, edge));
        return new EdgeSql.Incidence(alias(edge.name()), ways, edge.from(), edge.to());
    }

    private boolean isPossible(Way way, PatternEdge edge) {
        int hyperedge = tables.elementOfEdge(way.table.edge());
        List<Integer> from = pattern.vertices().get(edge.from()).tables();
        List<Integer> to = pattern.vertices().get(edge.to()).tables();
        return way.out
                ? from.contains(hyperedge) && to.contains(way.table.player())
                : to.contains(hyperedge) && from.contains(way.table.player());
    }

    /** The query, as text. */
    String query() {
        text(); // to learn which columns are asked for
        return text();
    }

    private String text() {
        List<String> where = new ArrayList<>();
        ExpressionSql outside = expressions(plain.pattern().scope(), unrolled.binding());
        plain.conditions().forEach(condition -> where.add(outside.condition(condition)));
        for (UnrolledPattern.Condition condition : unrolled.conditions()) {
            where.add(expressions(condition.scope(), condition.binding()).condition(condition.expression()));
        }
        where.addAll(new RepetitionSql(this, unrolled).conditions(plain));
        List<String> columns = new ArrayList<>();
        for (PlainPattern.Column column : plain.columns()) {
            columns.add(outside.text(column.expression()) + " AS " + ElementSql.quote(column.name()));
        }
        vertices.forEach(vertex -> where.add(vertex.condition()));
        for (EdgeSql edge : edges) {
            if (edge instanceof EdgeSql.Element element && !hasVertexEnds(element.row())) {
                where.add(element.row().condition());
            }
        }
        String from = from(where);
        String condition = and(where);
        return "SELECT " + String.join(", ", columns) + " FROM " + from
                + (condition.isEmpty() ? "" : " WHERE " + condition);
    }

    /** Whether the joins with its ends see to it that an edge is one. */
    private boolean hasVertexEnds(ElementSql edge) {
        return edge.tables().stream()
                .map(tables::edgeOfElement)
                .allMatch(table ->
                        tables.edgeOfElement(tables.start(table)) < 0 && tables.edgeOfElement(tables.end(table)) < 0);
    }

    private ExpressionSql expressions(GraphScope scope, Binding binding) {
        return new ExpressionSql(this, scope, binding, plain.table());
    }

    /** The items of FROM, joined in the order of the pattern; conditions that do not fit into a join are added to {@code where}. */
    private String from(List<String> where) {
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
        String conditions;
        if (incidence.ways().size() == 1) {
            Way way = incidence.ways().get(0);
            ElementSql hyperedge = vertices.get(way.out ? incidence.from() : incidence.to());
            ElementSql player = vertices.get(way.out ? incidence.to() : incidence.from());
            Role only = way.table.declarations().size() > 1
                    ? null
                    : tables.edges()
                            .get(way.table.edge())
                            .roles()
                            .get(way.table.declarations().get(0));
            Through through = only == null ? null : only.through();
            if (only != null && through != null) {
                RowSql row = new RowSql.Stored(incidence.alias(), names(through)::get);
                conditions = and(List.of(
                        player.isOf(only.player()),
                        RoleSql.equal(-1, row, through.playerKey(), only.player(), player, only.playerColumns())));
                String other = and(List.of(
                        hyperedge.isOf(tables.elementOfEdge(way.table.edge())),
                        RoleSql.equal(
                                -1,
                                row,
                                through.edgeKey(),
                                tables.elementOfEdge(way.table.edge()),
                                hyperedge,
                                only.edgeColumns())));
                boolean playerIsSecond = (way.out ? incidence.to() : incidence.from()) == second;
                if (isNew) {
                    join(from, distinct(incidence.alias(), through), playerIsSecond ? other : conditions);
                    join(from, vertices.get(second).from(), playerIsSecond ? conditions : other);
                } else {
                    join(from, distinct(incidence.alias(), through), and(List.of(other, conditions)));
                }
                return;
            }
            String direct = roles.direct(way.table, hyperedge, player);
            if (direct == null) {
                relation(from, incidence, second, isNew);
                return;
            }
            conditions = direct;
        } else {
            relation(from, incidence, second, isNew);
            return;
        }
        if (isNew) {
            join(from, vertices.get(second).from(), conditions);
        } else {
            where.add(conditions);
        }
    }

    /** Joins the ids of both ends of incidences of all ways, and the element at their second end if it is not there yet. */
    private void relation(StringBuilder from, EdgeSql.Incidence incidence, int second, boolean isNew) {
        List<String> parts = new ArrayList<>();
        for (int w = 0; w < incidence.ways().size(); w++) {
            Way way = incidence.ways().get(w);
            boolean both =
                    incidence.ways().stream().anyMatch(other -> other.number == way.number && other.out != way.out);
            parts.add("SELECT " + w + " AS \"way\", \"_i\"." + (way.out ? "\"h\"" : "\"p\"") + " AS \"from\", \"_i\"."
                    + (way.out ? "\"p\"" : "\"h\"") + " AS \"to\" FROM (" + roles.pairs(way.table, "") + ") AS \"_i\""
                    // An incidence of a hyperedge with itself is one, either way.
                    + (both && !way.out ? " WHERE \"_i\".\"h\" <> \"_i\".\"p\"" : ""));
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

    ElementSql vertex(int ordinal) {
        return vertices.get(ordinal);
    }

    EdgeSql edge(int ordinal) {
        return edges.get(ordinal);
    }

    RoleSql roles() {
        return roles;
    }

    /** The element that a node of the pattern stands for, or null for incidences. */
    @Nullable
    ElementSql element(int node) {
        int ordinal = unrolled.ordinal(node);
        if (!unrolled.isEdge(node)) {
            return vertices.get(ordinal);
        }
        return edges.get(ordinal) instanceof EdgeSql.Element element ? element.row() : null;
    }

    /** Whether two nodes stand for the same element. */
    String same(int one, int other) {
        if (one == other || !unrolled.isEdge(one) && !unrolled.isEdge(other) && unrolled.isSame(one, other)) {
            return "TRUE";
        }
        ElementSql left = element(one);
        ElementSql right = element(other);
        if (left != null && right != null) {
            return left.id() + " = " + right.id();
        }
        if (left != null || right != null) {
            return "FALSE";
        }
        return same((EdgeSql.Incidence) edges.get(unrolled.ordinal(one)), (EdgeSql.Incidence)
                edges.get(unrolled.ordinal(other)));
    }

    private String same(EdgeSql.Incidence one, EdgeSql.Incidence other) {
        List<String> ways = new ArrayList<>();
        for (int i = 0; i < one.ways().size(); i++) {
            for (int j = 0; j < other.ways().size(); j++) {
                if (one.ways().get(i).number == other.ways().get(j).number) {
                    List<String> all = new ArrayList<>();
                    all.add(isWay(one, i));
                    all.add(isWay(other, j));
                    all.add(hyperedge(one, i).id() + " = " + hyperedge(other, j).id());
                    all.add(player(one, i).id() + " = " + player(other, j).id());
                    ways.add(and(all));
                }
            }
        }
        return or(ways);
    }

    private static String isWay(EdgeSql.Incidence incidence, int way) {
        return incidence.ways().size() == 1 ? "" : ElementSql.quote(incidence.alias()) + ".\"way\" = " + way;
    }

    private ElementSql hyperedge(EdgeSql.Incidence incidence, int way) {
        return vertices.get(incidence.ways().get(way).out ? incidence.from() : incidence.to());
    }

    private ElementSql player(EdgeSql.Incidence incidence, int way) {
        return vertices.get(incidence.ways().get(way).out ? incidence.to() : incidence.from());
    }

    /** An id of an element's table, to compare with the first ids of tables. */
    String tableId(int node) {
        ElementSql element = element(node);
        if (element != null) {
            return element.id();
        }
        EdgeSql.Incidence incidence = (EdgeSql.Incidence) edges.get(unrolled.ordinal(node));
        int first = tables.elementOfEdge(tables.edges().size());
        if (incidence.ways().size() == 1) {
            return String.valueOf(GraphTables.elementId(first + incidence.ways().get(0).number, 0));
        }
        StringBuilder text = new StringBuilder("CASE " + ElementSql.quote(incidence.alias()) + ".\"way\"");
        for (int way = 0; way < incidence.ways().size(); way++) {
            long id = GraphTables.elementId(first + incidence.ways().get(way).number, 0);
            text.append(" WHEN ").append(way).append(" THEN ").append(id);
        }
        return text.append(" END").toString();
    }
}
