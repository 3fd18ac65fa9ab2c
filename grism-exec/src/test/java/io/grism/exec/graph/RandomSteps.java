package io.grism.exec.graph;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.expr.Expression;
import io.grism.exec.plan.PlanNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** A plan that takes the steps of a connected pattern in random order, then looks up a property of each element. */
public final class RandomSteps {
    private final GraphTables tables;
    private final RandomPattern pattern;
    private final Random random;
    private final List<Field> fields = new ArrayList<>();
    private final Map<String, Integer> columns = new HashMap<>();
    private int nextId;

    /** The steps of a pattern. */
    public RandomSteps(RandomGraph graph, RandomPattern pattern, Random random) {
        this.tables = graph.tables();
        this.pattern = pattern;
        this.random = random;
    }

    /** The plan: the ids of all vertices, then of all edges, then a property of each. */
    public PlanNode plan() {
        PlanNode plan = start();
        List<Integer> rest = new ArrayList<>(
                IntStream.range(0, pattern.edges().size()).boxed().toList());
        rest.removeIf(edge -> columns.containsKey("e" + edge));
        while (!rest.isEmpty()) {
            int edge = rest.get(random.nextInt(rest.size()));
            PlanNode next = step(plan, edge);
            if (next != null) {
                plan = next;
                rest.remove((Integer) edge);
            }
        }
        List<Expression> output = new ArrayList<>();
        for (String element : elements()) {
            output.add(new Expression.ColumnRef(column(element), TypeKind.BIGINT.field("")));
        }
        for (String element : elements()) {
            plan = lookup(plan, element);
            output.add(new Expression.ColumnRef(fields.size() - 1, TypeKind.INTEGER.field("")));
        }
        List<Field> outputFields = output.stream().map(Expression::type).toList();
        return new PlanNode.ProjectNode(nextId++, new Schema(outputFields), plan, output);
    }

    private List<String> elements() {
        List<String> elements = new ArrayList<>();
        for (int v = 0; v < pattern.vertexTables().size(); v++) {
            elements.add("v" + v);
        }
        for (int e = 0; e < pattern.edges().size(); e++) {
            elements.add("e" + e);
        }
        return elements;
    }

    private PlanNode start() {
        int edge =
                pattern.edges().isEmpty() ? 0 : random.nextInt(pattern.edges().size());
        if (!pattern.edges().isEmpty() && random.nextInt(3) == 0) {
            RandomPattern.Edge scanned = pattern.edges().get(edge);
            List<Integer> from = pattern.vertexTables().get(scanned.from());
            List<Integer> to = pattern.vertexTables().get(scanned.to());
            boolean out = scanned.direction() == Direction.OUT;
            if (scanned.direction() != Direction.ANY && scanned.from() != scanned.to()) {
                List<Integer> edgeTables = scanned.tables().stream()
                        .filter(table ->
                                (out ? from : to).contains(end(table, 0)) && (out ? to : from).contains(end(table, 1)))
                        .toList();
                add("e" + edge);
                add("v" + (out ? scanned.from() : scanned.to()));
                add("v" + (out ? scanned.to() : scanned.from()));
                return new PlanNode.EdgeScanNode(nextId++, schema(), tables, edgeTables);
            }
        }
        int vertex = random.nextInt(pattern.vertexTables().size());
        add("v" + vertex);
        return new PlanNode.NodeScanNode(
                nextId++, schema(), tables, pattern.vertexTables().get(vertex));
    }

    private int end(int edgeTable, int role) {
        return tables.edges().get(edgeTable).roles().get(role).player();
    }

    private @Nullable PlanNode step(PlanNode input, int edge) {
        RandomPattern.Edge crossed = pattern.edges().get(edge);
        boolean hasFrom = columns.containsKey("v" + crossed.from());
        boolean hasTo = columns.containsKey("v" + crossed.to());
        if (!hasFrom && !hasTo) {
            return null;
        }
        if (hasFrom && hasTo) {
            boolean turn = random.nextBoolean();
            int from = column("v" + (turn ? crossed.to() : crossed.from()));
            int to = column("v" + (turn ? crossed.from() : crossed.to()));
            Direction direction = turn ? crossed.direction().reverse() : crossed.direction();
            add("e" + edge);
            return new PlanNode.ExpandIntoNode(
                    nextId++, schema(), input, tables, from, to, direction, crossed.tables());
        }
        int from = hasFrom ? crossed.from() : crossed.to();
        int to = hasFrom ? crossed.to() : crossed.from();
        int fromColumn = column("v" + from);
        add("e" + edge);
        add("v" + to);
        return new PlanNode.ExpandNode(
                nextId++,
                schema(),
                input,
                tables,
                fromColumn,
                hasFrom ? crossed.direction() : crossed.direction().reverse(),
                crossed.tables(),
                pattern.vertexTables().get(to));
    }

    private PlanNode lookup(PlanNode input, String element) {
        boolean vertex = element.startsWith("v");
        Map<Integer, Expression> byTable = new HashMap<>();
        int count = (vertex ? tables.vertices() : tables.edges()).size();
        for (int table = 0; table < count; table++) {
            byTable.put(
                    vertex ? table : tables.elementOfEdge(table),
                    new Expression.ColumnRef(vertex ? 1 : 2, TypeKind.INTEGER.field("")));
        }
        fields.add(TypeKind.INTEGER.field(element + ".p"));
        return new PlanNode.ElementLookupNode(
                nextId++, schema(), input, tables, column(element), List.of(new ElementProperty("p", byTable)));
    }

    private void add(String element) {
        columns.put(element, fields.size());
        fields.add(TypeKind.BIGINT.field(element + ".$id"));
    }

    private int column(String element) {
        Integer column = columns.get(element);
        if (column == null) {
            throw new AssertionError("no column for " + element);
        }
        return column;
    }

    private Schema schema() {
        return new Schema(List.copyOf(fields));
    }
}
