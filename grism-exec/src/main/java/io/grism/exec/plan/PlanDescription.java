package io.grism.exec.plan;

import io.grism.exec.expr.Expression;
import io.grism.exec.graph.ElementProperty;
import io.grism.exec.graph.GraphTables;
import io.grism.exec.graph.GraphTables.IncidenceTable;
import io.grism.exec.graph.RoleProperty;
import io.grism.exec.operator.AggregateCall;
import io.grism.exec.operator.AggregateFunction;
import io.grism.exec.operator.SortKey;
import io.grism.exec.storage.index.IndexSearch;
import io.grism.exec.storage.index.IndexUse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * What EXPLAIN says of one plan node, its inputs aside.
 *
 * @param operator the node's name
 * @param attributes what matters of it, in order
 */
public record PlanDescription(String operator, Map<String, String> attributes) {
    /** The description of a node. */
    public static PlanDescription of(PlanNode node) {
        Map<String, String> attributes = new LinkedHashMap<>();
        describe(node, attributes);
        String name = node.getClass().getSimpleName();
        return new PlanDescription(name.substring(0, name.length() - "Node".length()), attributes);
    }

    /** The node on one line. */
    @Override
    public String toString() {
        return operator
                + (attributes.isEmpty()
                        ? ""
                        : attributes.entrySet().stream()
                                .map(entry -> entry.getKey() + ": " + entry.getValue())
                                .collect(Collectors.joining("; ", "(", ")")));
    }

    private static void describe(PlanNode node, Map<String, String> to) {
        List<String> columns = names(node);
        List<String> input =
                node.inputs().isEmpty() ? columns : names(node.inputs().get(0));
        if (node instanceof PlanNode.TableScanNode scan) {
            to.put("table", scan.table().toString());
            to.put("columns", String.join(", ", columns));
            putIf(to, "where", scan.predicate(), columns);
            if (scan.index() != null && scan.predicate() != null) {
                to.put("index", index(scan, scan.index(), scan.predicate(), columns));
            }
        } else if (node instanceof PlanNode.FileScanNode scan) {
            to.put("file", scan.path());
            to.put("format", scan.format());
            to.put("columns", String.join(", ", columns));
        } else if (node instanceof PlanNode.ValuesNode values) {
            to.put("rows", Integer.toString(values.rows().size()));
        } else if (node instanceof PlanNode.FilterNode filter) {
            to.put("where", ExpressionText.of(filter.predicate(), input));
        } else if (node instanceof PlanNode.ProjectNode project) {
            to.put("columns", projections(project.expressions(), columns, input));
        } else if (node instanceof PlanNode.LimitNode limit) {
            putIf(to, "offset", limit.offset(), input);
            putIf(to, "fetch", limit.fetch(), input);
        } else if (node instanceof PlanNode.SortNode sort) {
            to.put("by", keys(sort.keys(), input));
            putIf(to, "offset", sort.offset(), input);
            putIf(to, "fetch", sort.fetch(), input);
        } else if (node instanceof PlanNode.AggregateNode aggregate) {
            aggregate(aggregate, columns, input, to);
        } else if (node instanceof PlanNode.HashJoinNode join) {
            hashJoin(join, to);
        } else if (node instanceof PlanNode.NestedLoopJoinNode join) {
            to.put("type", join.type().name());
            putIf(to, "on", join.condition(), both(join.left(), join.right()));
        } else if (node instanceof PlanNode.CorrelateNode correlate) {
            to.put("type", correlate.type().name());
            to.put("outer", "$outer" + correlate.correlation());
        } else if (node instanceof PlanNode.SetOperationNode operation) {
            to.put("kind", operation.kind() + " " + operation.quantifier());
        } else if (node instanceof PlanNode.WindowNode window) {
            window(window, columns, input, to);
        } else if (node instanceof PlanNode.UnnestNode) {
            to.put("columns", String.join(", ", columns));
        } else if (node instanceof PlanNode.RecursiveUnionNode union) {
            to.put("name", union.name());
            to.put("rows", union.distinct() ? "DISTINCT" : "ALL");
        } else if (node instanceof PlanNode.WorkTableNode table) {
            to.put("name", table.name());
        } else if (node instanceof PlanNode.ExchangeNode exchange) {
            exchange(exchange, input, to);
        } else if (node instanceof PlanNode.StageInputNode stage) {
            to.put("stage", Integer.toString(stage.stage()));
            putOrder(to, stage.order(), columns);
        } else {
            graph(node, columns, input, to);
        }
    }

    /** The name of an index, and what is looked up in it. */
    private static String index(
            PlanNode.TableScanNode scan, IndexUse index, Expression predicate, List<String> columns) {
        List<String> conjuncts = new ArrayList<>();
        for (int column : index.columns()) {
            int place = scan.columns().indexOf(column);
            Field type = scan.schema().getFields().get(place);
            IndexSearch search = IndexSearch.of(predicate, place, type, index.kind());
            if (search != null) {
                search.conjuncts().forEach(conjunct -> conjuncts.add(ExpressionText.of(conjunct, columns)));
            }
        }
        return index.name() + " (" + String.join(" AND ", conjuncts) + ")";
    }

    private static void graph(PlanNode node, List<String> columns, List<String> input, Map<String, String> to) {
        if (node instanceof PlanNode.NodeScanNode scan) {
            to.put("graph", scan.graph().name().toString());
            to.put("vertex", columns.get(0) + " of " + elements(scan.graph(), scan.vertexTables()));
        } else if (node instanceof PlanNode.HyperedgeScanNode scan) {
            to.put("graph", scan.graph().name().toString());
            to.put("hyperedge", columns.get(0) + " of " + edges(scan.graph(), scan.edgeTables()));
        } else if (node instanceof PlanNode.RoleExpandNode expand) {
            to.put(
                    "step",
                    ExpressionText.name(input, expand.from()) + " AS " + edges(expand.graph(), expand.entryRoles())
                            + " IN " + columns.get(input.size()) + " of " + edges(expand.graph(), expand.edgeTables())
                            + " to " + columns.get(input.size() + 1) + " of "
                            + elements(expand.graph(), expand.vertexTables()) + " AS "
                            + edges(expand.graph(), expand.exitRoles()));
        } else if (node instanceof PlanNode.RoleLookupNode lookup) {
            to.put(
                    "properties",
                    lookup.properties().stream()
                            .map(property -> text(property, input))
                            .collect(Collectors.joining(", ")));
        } else if (node instanceof PlanNode.EdgeScanNode scan) {
            to.put("graph", scan.graph().name().toString());
            to.put("edge", columns.get(0) + " of " + edges(scan.graph(), scan.edgeTables()));
        } else if (node instanceof PlanNode.ExpandNode expand) {
            to.put(
                    "step",
                    ExpressionText.name(input, expand.from()) + " " + expand.direction() + " "
                            + columns.get(input.size()) + " of " + edges(expand.graph(), expand.edgeTables()) + " to "
                            + columns.get(input.size() + 1) + " of "
                            + elements(expand.graph(), expand.vertexTables()));
        } else if (node instanceof PlanNode.ExpandCountNode expand) {
            to.put(
                    "step",
                    ExpressionText.name(input, expand.from()) + " " + expand.direction() + " "
                            + edges(expand.graph(), expand.edgeTables()) + " to "
                            + elements(expand.graph(), expand.vertexTables()) + ", " + columns.get(input.size()));
        } else if (node instanceof PlanNode.ReachNode reach) {
            to.put(
                    "walks",
                    ExpressionText.name(input, reach.from()) + " " + reach.direction() + " "
                            + edges(reach.graph(), reach.edgeTables()) + " {" + reach.least() + "," + reach.most()
                            + "} to " + columns.get(columns.size() - 1) + " of "
                            + elements(reach.graph(), reach.vertexTables()));
            to.put("starts", reach.starts().name());
        } else if (node instanceof PlanNode.ExpandIntoNode expand) {
            to.put(
                    "step",
                    ExpressionText.name(input, expand.from()) + " " + expand.direction() + " "
                            + columns.get(input.size()) + " of " + edges(expand.graph(), expand.edgeTables()) + " to "
                            + ExpressionText.name(input, expand.to()));
        } else if (node instanceof PlanNode.ExpandIntersectNode expand) {
            String vertex = columns.get(input.size() + 1);
            to.put(
                    "steps",
                    ExpressionText.name(input, expand.first()) + " " + expand.firstDirection() + " "
                            + columns.get(input.size()) + " of " + edges(expand.graph(), expand.firstEdgeTables())
                            + " to " + vertex + " of " + elements(expand.graph(), expand.vertexTables()) + ", "
                            + ExpressionText.name(input, expand.second()) + " " + expand.secondDirection() + " "
                            + columns.get(input.size() + 2) + " of " + edges(expand.graph(), expand.secondEdgeTables())
                            + " to " + vertex);
        } else if (node instanceof PlanNode.ElementLookupNode lookup) {
            to.put("element", ExpressionText.name(input, lookup.element()));
            to.put(
                    "properties",
                    lookup.properties().stream().map(ElementProperty::name).collect(Collectors.joining(", ")));
        }
    }

    private static void exchange(PlanNode.ExchangeNode node, List<String> input, Map<String, String> to) {
        to.put("mode", ExchangeText.mode(node.partitioning()));
        if (ExchangeText.mode(node.partitioning()).equals("Shuffle")) {
            to.put("to", ExchangeText.kind(node.partitioning()));
        }
        String keys = ExchangeText.keys(node.partitioning(), input);
        if (!keys.isEmpty()) {
            to.put("by", keys);
        }
        putOrder(to, node.order(), input);
    }

    private static void putOrder(Map<String, String> to, List<SortKey> order, List<String> columns) {
        if (!order.isEmpty()) {
            to.put("merge by", keys(order, columns));
        }
    }

    private static void aggregate(
            PlanNode.AggregateNode node, List<String> columns, List<String> input, Map<String, String> to) {
        if (!node.groupKeys().isEmpty()) {
            to.put("group by", columnNames(node.groupKeys(), input));
        }
        if (node.groupingSets().size() > 1) {
            to.put(
                    "sets",
                    node.groupingSets().stream()
                            .map(set -> set.stream()
                                    .map(key -> ExpressionText.name(
                                            input, node.groupKeys().get(key)))
                                    .collect(Collectors.joining(", ", "(", ")")))
                            .collect(Collectors.joining(", ")));
        }
        if (!node.calls().isEmpty()) {
            to.put("compute", calls(node.calls(), columns, node.groupKeys().size(), input));
        }
    }

    private static void window(
            PlanNode.WindowNode node, List<String> columns, List<String> input, Map<String, String> to) {
        int first = input.size();
        List<String> groups = new ArrayList<>();
        for (PlanNode.WindowGroup group : node.groups()) {
            String text = calls(group.calls(), columns, first, input) + " over (";
            text += group.partitionKeys().isEmpty()
                    ? ""
                    : "partition by " + columnNames(group.partitionKeys(), input) + " ";
            text += group.order().isEmpty() ? "" : "order by " + keys(group.order(), input) + " ";
            groups.add(text + group.frame().unit().name().toLowerCase(Locale.ROOT) + ")");
            first += group.calls().size();
        }
        to.put("compute", String.join(", ", groups));
    }

    private static void hashJoin(PlanNode.HashJoinNode join, Map<String, String> to) {
        to.put("type", join.type().name());
        List<String> left = names(join.left());
        List<String> right = names(join.right());
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < join.leftKeys().size(); i++) {
            keys.add(ExpressionText.name(left, join.leftKeys().get(i))
                    + (join.nullsEqual().get(i) ? " IS NOT DISTINCT FROM " : " = ")
                    + ExpressionText.name(right, join.rightKeys().get(i)));
        }
        to.put("on", String.join(" AND ", keys));
        putIf(to, "and", join.residual(), both(join.left(), join.right()));
    }

    private static String calls(List<AggregateCall> calls, List<String> columns, int first, List<String> input) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            AggregateCall call = calls.get(i);
            String arguments = columnNames(call.arguments(), input);
            texts.add(ExpressionText.name(columns, first + i) + " = "
                    + call.function() + "(" + (call.distinct() ? "DISTINCT " : "")
                    + (arguments.isEmpty() && call.function() == AggregateFunction.COUNT ? "*" : arguments) + ")"
                    + (call.order().isEmpty() ? "" : " order by " + keys(call.order(), input))
                    + (call.filter() < 0 ? "" : " where " + ExpressionText.name(input, call.filter())));
        }
        return String.join(", ", texts);
    }

    private static String projections(List<Expression> expressions, List<String> columns, List<String> input) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < expressions.size(); i++) {
            String text = ExpressionText.of(expressions.get(i), input);
            texts.add(text.equals(columns.get(i)) ? text : columns.get(i) + " = " + text);
        }
        return String.join(", ", texts);
    }

    static String keys(List<SortKey> keys, List<String> input) {
        return keys.stream()
                .map(key -> ExpressionText.name(input, key.column())
                        + (key.descending() ? " DESC" : "")
                        + (key.nullsFirst() == key.descending()
                                ? ""
                                : key.nullsFirst() ? " NULLS FIRST" : " NULLS LAST"))
                .collect(Collectors.joining(", "));
    }

    private static String text(RoleProperty property, List<String> input) {
        String hyperedge = ExpressionText.name(input, property.hyperedge());
        if (property instanceof RoleProperty.Plays plays) {
            return ExpressionText.name(input, plays.player()) + " AS " + plays.role() + " IN " + hyperedge;
        }
        return (property instanceof RoleProperty.Arity ? "ARITY(" : "ROLES(") + hyperedge + ")";
    }

    private static String elements(GraphTables graph, List<Integer> tables) {
        return tableNames(tables, table -> graph.table(table).name());
    }

    /** Edge tables by their names, incidence tables by their roles. */
    private static String edges(GraphTables graph, List<Integer> ordinals) {
        List<IncidenceTable> incidences = graph.incidences();
        int edges = graph.edges().size();
        return tableNames(
                ordinals,
                ordinal -> ordinal < edges
                        ? graph.edges().get(ordinal).table().name()
                        : incidences.get(ordinal - edges).role());
    }

    private static String tableNames(List<Integer> tables, Function<Integer, String> name) {
        return tables.stream().map(name).distinct().collect(Collectors.joining("|"));
    }

    static String columnNames(List<Integer> columns, List<String> names) {
        return columns.stream()
                .map(column -> ExpressionText.name(names, column))
                .collect(Collectors.joining(", "));
    }

    static List<String> names(PlanNode node) {
        return node.schema().getFields().stream().map(Field::getName).toList();
    }

    private static List<String> both(PlanNode left, PlanNode right) {
        List<String> names = new ArrayList<>(names(left));
        names.addAll(names(right));
        return names;
    }

    private static void putIf(
            Map<String, String> to, String key, @Nullable Expression expression, List<String> columns) {
        if (expression != null) {
            to.put(key, ExpressionText.of(expression, columns));
        }
    }
}
