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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
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

    PatternSql(PlainPattern plain, UnrolledPattern unrolled, MatchPattern pattern, AtomicInteger aliases) {
        this.plain = plain;
        this.unrolled = unrolled;
        this.pattern = pattern;
        this.graph = plain.pattern().graph();
        this.tables = graph.tables();
        this.roles = new RoleSql(graph, aliases);
        for (PatternVertex vertex : pattern.vertices()) {
            vertices.add(new ElementSql(graph, roles.existence(), alias(vertex.name()), vertex.tables()));
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
            return new EdgeSql.Element(new ElementSql(graph, roles.existence(), alias(edge.name()), numbers));
        }
        List<EdgeSql.Way> ways = new ArrayList<>();
        for (int ordinal : edge.tables()) {
            int number = ordinal - edgeTables;
            IncidenceTable table = tables.incidences().get(number);
            if (edge.direction() != Direction.IN) {
                ways.add(new EdgeSql.Way(number, table, true));
            }
            if (edge.direction() != Direction.OUT) {
                ways.add(new EdgeSql.Way(number, table, false));
            }
        }
        ways.removeIf(way -> !isPossible(way, edge));
        return new EdgeSql.Incidence(alias(edge.name()), ways, edge.from(), edge.to());
    }

    private boolean isPossible(EdgeSql.Way way, PatternEdge edge) {
        int hyperedge = tables.elementOfEdge(way.table().edge());
        List<Integer> from = pattern.vertices().get(edge.from()).tables();
        List<Integer> to = pattern.vertices().get(edge.to()).tables();
        return way.out()
                ? from.contains(hyperedge) && to.contains(way.table().player())
                : to.contains(hyperedge) && from.contains(way.table().player());
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
        String from = new PatternJoins(graph, pattern, roles, vertices, edges).from(where);
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
                if (one.ways().get(i).number() == other.ways().get(j).number()) {
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
        return vertices.get(incidence.ways().get(way).out() ? incidence.from() : incidence.to());
    }

    private ElementSql player(EdgeSql.Incidence incidence, int way) {
        return vertices.get(incidence.ways().get(way).out() ? incidence.to() : incidence.from());
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
            return String.valueOf(
                    GraphTables.elementId(first + incidence.ways().get(0).number(), 0));
        }
        StringBuilder text = new StringBuilder("CASE " + ElementSql.quote(incidence.alias()) + ".\"way\"");
        for (int way = 0; way < incidence.ways().size(); way++) {
            long id = GraphTables.elementId(first + incidence.ways().get(way).number(), 0);
            text.append(" WHEN ").append(way).append(" THEN ").append(id);
        }
        return text.append(" END").toString();
    }
}
