package io.grism.calcite.match;

import io.grism.calcite.rel.LogicalMatch;
import io.grism.calcite.rel.MatchGraph;
import io.grism.calcite.rel.MatchPattern;
import io.grism.calcite.rel.MatchProperty;
import io.grism.calcite.rel.PatternEdge;
import io.grism.calcite.rel.PatternVertex;
import io.grism.exec.graph.Direction;
import io.grism.exec.graph.GraphTables;
import io.grism.exec.graph.GraphTables.EdgeTable;
import io.grism.exec.graph.GraphTables.Role;
import io.grism.exec.graph.GraphTables.VertexTable;
import io.grism.exec.storage.ColumnStatistics;
import io.grism.exec.storage.ObjectName;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * A social network of which only the sizes are known, and a small language for questions about it:
 *
 * <pre>
 * match (a:Person)-[e:knows]-&gt;(b:Person), (b)-[f:worksAt]-&gt;(c)
 * where a.id = 7 and b.age &gt; 90
 * select b.name
 * </pre>
 */
final class SampleGraph {
    private static final Pattern VERTEX = Pattern.compile("\\((\\w+)(?::([\\w|]+))?\\)");
    private static final Pattern EDGE = Pattern.compile("(<?)-\\[(\\w+)(?::([\\w|]+))?\\]-(>?)");
    private static final Pattern CONDITION = Pattern.compile("([\\w.$]+) *(<=|>=|<>|=|<|>) *([\\w.$']+)");

    private final RelOptCluster cluster = Planning.cluster();
    private final Map<String, Integer> vertexTables = new LinkedHashMap<>();
    private final Map<String, Integer> edgeTables = new LinkedHashMap<>();
    private final List<RelOptTable> vertices = new ArrayList<>();
    private final List<RelOptTable> edges = new ArrayList<>();
    private final MatchGraph graph;

    SampleGraph() {
        vertex("Person", 10_000, "name", 5_000, "age", 100);
        vertex("Company", 200, "name", 200, "age", 100);
        vertex("City", 50, "name", 50, "age", 50);
        vertex("Post", 100_000, "name", 90_000, "age", 1_000);
        List<EdgeTable> definitions = new ArrayList<>();
        definitions.add(edge("knows", "Person", "Person", 200_000));
        definitions.add(edge("worksAt", "Person", "Company", 9_000));
        definitions.add(edge("livesIn", "Person", "City", 10_000));
        definitions.add(edge("likes", "Person", "Post", 400_000));
        definitions.add(edge("wrote", "Person", "Post", 100_000));
        definitions.add(edge("locatedIn", "Company", "City", 200));
        List<VertexTable> tables = vertexTables.keySet().stream()
                .map(name -> new VertexTable(new ObjectName("main", name)))
                .toList();
        GraphTables all = new GraphTables(new ObjectName("main", "social"), tables, definitions);
        graph = new MatchGraph(all, vertices, edges);
    }

    private void vertex(String name, long rows, String one, double oneDistinct, String two, double twoDistinct) {
        vertexTables.put(name, vertices.size());
        RelDataType row = cluster.getTypeFactory()
                .builder()
                .add("id", SqlTypeName.BIGINT)
                .add(one, SqlTypeName.VARCHAR, 20)
                .nullable(true)
                .add(two, SqlTypeName.INTEGER)
                .nullable(true)
                .build();
        FakeStatistics statistics = new FakeStatistics(
                rows,
                List.of(
                        new ColumnStatistics(0, rows, 0L, rows - 1),
                        new ColumnStatistics(0, oneDistinct, null, null),
                        new ColumnStatistics(0, twoDistinct, 0, (int) twoDistinct - 1)));
        vertices.add(new TestTable(new ObjectName("main", name), row, statistics, true));
    }

    private EdgeTable edge(String name, String source, String destination, long rows) {
        edgeTables.put(name, edges.size());
        RelDataType row = cluster.getTypeFactory()
                .builder()
                .add("src", SqlTypeName.BIGINT)
                .add("dst", SqlTypeName.BIGINT)
                .add("since", SqlTypeName.INTEGER)
                .build();
        FakeStatistics statistics = new FakeStatistics(
                rows,
                List.of(
                        new ColumnStatistics(0, rows, null, null),
                        new ColumnStatistics(0, rows, null, null),
                        new ColumnStatistics(0, 1_000, 0, 999)));
        edges.add(new TestTable(new ObjectName("main", name), row, statistics, false));
        return new EdgeTable(
                new ObjectName("main", name),
                List.of(
                        new Role("source", List.of(0), vertexTables.get(source), List.of(0)),
                        new Role("destination", List.of(1), vertexTables.get(destination), List.of(0))));
    }

    /** The plan of a question, before the match optimiser. Without a select line it is the bare match. */
    RelNode plan(String question) {
        String text = question.replace('\n', ' ').trim();
        Matcher parts =
                Pattern.compile("match (.*?)(?: where (.*?))?(?: select (.*))?").matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(text);
        }
        RelNode plan = LogicalMatch.create(cluster, graph, pattern(parts.group(1)));
        if (parts.group(2) != null) {
            List<RexNode> conditions = new ArrayList<>();
            for (String condition : parts.group(2).split(" and ")) {
                conditions.add(condition(plan, condition));
            }
            plan = LogicalFilter.create(
                    plan, org.apache.calcite.rex.RexUtil.composeConjunction(cluster.getRexBuilder(), conditions));
        }
        if (parts.group(3) == null) {
            return plan;
        }
        List<RexNode> columns = new ArrayList<>();
        List<String> names = List.of(parts.group(3).split(", "));
        for (String name : names) {
            columns.add(column(plan, name));
        }
        return LogicalProject.create(plan, List.of(), columns, names, java.util.Set.of());
    }

    private RexNode column(RelNode plan, String name) {
        return RexInputRef.of(plan.getRowType().getFieldNames().indexOf(name), plan.getRowType());
    }

    private RexNode condition(RelNode plan, String text) {
        Matcher parts = CONDITION.matcher(text.trim());
        if (!parts.matches()) {
            throw new IllegalArgumentException(text);
        }
        SqlOperator operator =
                switch (parts.group(2)) {
                    case "=" -> SqlStdOperatorTable.EQUALS;
                    case "<>" -> SqlStdOperatorTable.NOT_EQUALS;
                    case "<" -> SqlStdOperatorTable.LESS_THAN;
                    case "<=" -> SqlStdOperatorTable.LESS_THAN_OR_EQUAL;
                    case ">" -> SqlStdOperatorTable.GREATER_THAN;
                    default -> SqlStdOperatorTable.GREATER_THAN_OR_EQUAL;
                };
        RexNode left = column(plan, parts.group(1));
        String right = parts.group(3);
        RexBuilder rex = cluster.getRexBuilder();
        RexNode other = right.matches("\\d+")
                ? rex.makeLiteral(new BigDecimal(right), left.getType(), false)
                : right.startsWith("'") ? rex.makeLiteral(right.replace("'", "")) : column(plan, right);
        return rex.makeCall(operator, left, other);
    }

    private MatchPattern pattern(String text) {
        Map<String, List<Integer>> found = new LinkedHashMap<>();
        List<PatternEdge> patternEdges = new ArrayList<>();
        for (String path : text.split(", ")) {
            Matcher vertex = VERTEX.matcher(path);
            Matcher edge = EDGE.matcher(path);
            int at = 0;
            String from = null;
            String[] crossing = new String[4];
            while (at < path.length()) {
                vertex.region(at, path.length()).lookingAt();
                String name = vertex.group(1);
                List<Integer> tables = ordinals(vertexTables, vertex.group(2));
                found.merge(
                        name, tables, (a, b) -> a.stream().filter(b::contains).toList());
                List<String> names = List.copyOf(found.keySet());
                if (from != null) {
                    patternEdges.add(new PatternEdge(
                            crossing[1],
                            names.indexOf(from),
                            names.indexOf(name),
                            crossing[0].isEmpty() && crossing[3].isEmpty()
                                    ? Direction.ANY
                                    : crossing[3].isEmpty() ? Direction.IN : Direction.OUT,
                            ordinals(edgeTables, crossing[2]),
                            properties(edges, ordinals(edgeTables, crossing[2]), "since")));
                }
                from = name;
                at = vertex.end();
                if (at < path.length()) {
                    edge.region(at, path.length()).lookingAt();
                    for (int g = 0; g < 4; g++) {
                        crossing[g] = edge.group(g + 1);
                    }
                    at = edge.end();
                }
            }
        }
        List<PatternVertex> patternVertices = new ArrayList<>();
        found.forEach((name, tables) -> patternVertices.add(
                new PatternVertex(name, tables, properties(vertices, tables, "id", "name", "age"))));
        return new MatchPattern(patternVertices, patternEdges);
    }

    private static List<Integer> ordinals(Map<String, Integer> tables, String labels) {
        return labels == null
                ? List.copyOf(tables.values())
                : java.util.Arrays.stream(labels.split("\\|")).map(tables::get).toList();
    }

    private static List<MatchProperty> properties(List<RelOptTable> all, List<Integer> tables, String... names) {
        List<MatchProperty> properties = new ArrayList<>();
        for (String name : names) {
            RelDataType row = all.get(tables.get(0)).getRowType();
            int column = row.getFieldNames().indexOf(name);
            Map<Integer, RexNode> byTable = new TreeMap<>();
            tables.forEach(table -> byTable.put(table, RexInputRef.of(column, row)));
            properties.add(
                    new MatchProperty(name, row.getFieldList().get(column).getType(), byTable));
        }
        return properties;
    }
}
