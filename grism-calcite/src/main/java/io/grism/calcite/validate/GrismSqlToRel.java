package io.grism.calcite.validate;

import io.grism.calcite.rel.LogicalMatch;
import io.grism.calcite.rel.RoleOperator;
import io.grism.calcite.type.AssignmentCoercion;
import io.grism.exec.graph.GraphTables;
import io.grism.parser.SqlGraphTable;
import io.grism.parser.SqlPathPrefix;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.tools.RelBuilder;
import org.jspecify.annotations.Nullable;

/** Calcite's conversion with GRAPH_TABLE: columns over conditions over a {@link LogicalMatch}, one for each combination of lengths of paths of which more is asked than their ends. */
public final class GrismSqlToRel extends SqlToRelConverter {
    private final GrismSqlValidator graphValidator;
    private final @Nullable LiteralParameters literals;

    /** A converter that keeps all literals, or makes parameters of some. */
    public GrismSqlToRel(
            RelOptTable.ViewExpander viewExpander,
            GrismSqlValidator validator,
            Prepare.CatalogReader reader,
            RelOptCluster cluster,
            SqlRexConvertletTable convertlets,
            Config config,
            @Nullable LiteralParameters literals) {
        super(viewExpander, validator, reader, cluster, convertlets, config);
        this.graphValidator = validator;
        this.literals = literals;
    }

    @Override
    protected Blackboard createBlackboard(
            SqlValidatorScope scope, @Nullable Map<String, RexNode> nameToNodeMap, boolean top) {
        return literals == null
                ? super.createBlackboard(scope, nameToNodeMap, top)
                : new LiteralBlackboard(scope, nameToNodeMap, top);
    }

    /** The rows of an INSERT keep their strings whole: the store checks the length. They have none of the columns that they are ordered by alone. */
    @Override
    protected RelRoot convertQueryRecursive(SqlNode query, boolean top, @Nullable RelDataType targetRowType) {
        if (targetRowType == null) {
            return super.convertQueryRecursive(query, top, null);
        }
        RelRoot root =
                super.convertQueryRecursive(query, top, AssignmentCoercion.withoutLengths(typeFactory, targetRowType));
        int columns = graphValidator.getValidatedNodeType(query).getFieldCount();
        if (root.rel.getRowType().getFieldCount() == columns) {
            return root;
        }
        RelBuilder builder = config.getRelBuilderFactory().create(cluster, null).push(root.rel);
        List<RexNode> first = builder.fields().subList(0, columns);
        return RelRoot.of(builder.project(first).build(), root.kind);
    }

    @Override
    protected void convertFrom(Blackboard bb, @Nullable SqlNode from, @Nullable List<String> fieldNames) {
        if (from instanceof SqlGraphTable table) {
            var namespace = graphValidator.getNamespace(table);
            if (namespace == null) {
                throw new IllegalStateException("not validated: " + table);
            }
            bb.setRoot(match(table, namespace.unwrap(GraphTableNamespace.class)), true);
        } else {
            super.convertFrom(bb, from, fieldNames);
        }
    }

    private RelNode match(SqlGraphTable table, GraphTableNamespace namespace) {
        PatternBinder pattern = namespace.pattern();
        RelBuilder builder = config.getRelBuilderFactory().create(cluster, null);
        List<UnrolledPattern> patterns = new Unroller(pattern).unrollButWalks(table);
        for (UnrolledPattern unrolled : patterns) {
            builder.push(match(unrolled, table, namespace));
        }
        if (patterns.size() > 1) {
            builder.union(true, patterns.size());
        }
        return builder.build();
    }

    private RelNode match(UnrolledPattern unrolled, SqlGraphTable table, GraphTableNamespace namespace) {
        PatternBinder pattern = namespace.pattern();
        if (unrolled.isImpossible()) {
            return LogicalValues.createEmpty(cluster, namespace.getRowType());
        }
        LogicalMatch match = LogicalMatch.create(cluster, pattern.matchGraph(), unrolled.pattern(rexBuilder));
        List<RexNode> conditions = new ArrayList<>();
        GraphBlackboard outside = new GraphBlackboard(pattern.scope(), match, unrolled, unrolled.binding());
        namespace.conditions().forEach(condition -> conditions.add(outside.convertExpression(condition)));
        for (UnrolledPattern.Condition condition : unrolled.conditions()) {
            conditions.add(new GraphBlackboard(condition.scope(), match, unrolled, condition.binding())
                    .convertExpression(condition.expression()));
        }
        new Repetitions(unrolled, match, rexBuilder).add(pattern, table, conditions);
        List<RexNode> columns = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (GraphTableNamespace.Column column : namespace.columns()) {
            columns.add(rexBuilder.ensureType(column.type(), outside.convertExpression(column.expression()), true));
            names.add(column.name());
        }
        RelBuilder builder = config.getRelBuilderFactory().create(cluster, null);
        return builder.push(match)
                .filter(conditions)
                .project(columns, names, true)
                .build();
    }

    /** The column of a node's id. */
    private static int idColumn(LogicalMatch match, UnrolledPattern unrolled, int node) {
        int ordinal = unrolled.ordinal(node);
        return unrolled.isEdge(node) ? match.edgeColumn(ordinal) : match.vertexColumn(ordinal);
    }

    /** Converts expressions, literals to parameters where they may be. */
    private class LiteralBlackboard extends Blackboard {
        LiteralBlackboard(SqlValidatorScope scope, @Nullable Map<String, RexNode> nameToNodeMap, boolean top) {
            super(scope, nameToNodeMap, top);
        }

        @Override
        public RexNode convertLiteral(SqlLiteral literal) {
            if (literals != null) {
                literals.converted(literal);
            }
            return super.convertLiteral(literal);
        }

        @Override
        public RexNode visit(SqlLiteral literal) {
            return convertLiteral(literal);
        }

        @Override
        public RexNode visit(SqlCall call) {
            RexNode converted = super.visit(call);
            return literals == null ? converted : literals.replace(call, converted, rexBuilder);
        }
    }

    /** Converts expressions over the columns of a match. */
    private final class GraphBlackboard extends LiteralBlackboard {
        private final GraphScope graphScope;
        private final LogicalMatch match;
        private final UnrolledPattern unrolled;
        private final Binding binding;

        GraphBlackboard(GraphScope scope, LogicalMatch match, UnrolledPattern unrolled, Binding binding) {
            super(scope, null, false);
            this.graphScope = scope;
            this.match = match;
            this.unrolled = unrolled;
            this.binding = binding;
        }

        /** Takes a comparison with a list of values as one with each, where Calcite would look for a sub-query. */
        @Override
        public RexNode convertExpression(SqlNode expression) {
            return super.convertExpression(
                    ListComparisons.isOne(expression) ? ListComparisons.expand((SqlCall) expression) : expression);
        }

        @Override
        public RexNode visit(SqlIdentifier id) {
            PatternVariable variable = id.names.size() < 2 ? null : graphScope.variable(id.names.get(0));
            if (variable == null) {
                return super.visit(id);
            }
            Integer node = binding.get(variable);
            if (node == null) {
                throw new IllegalStateException("unbound variable " + variable.name());
            }
            RexNode value = column(variable, node, id.names.get(1));
            for (String field : id.names.subList(2, id.names.size())) {
                value = rexBuilder.makeFieldAccess(value, field, false);
            }
            return value;
        }

        private RexNode column(PatternVariable variable, int node, String name) {
            int id = idColumn(match, unrolled, node);
            if (name.equals(PatternVariable.ID)) {
                return rexBuilder.makeInputRef(match, id);
            }
            RelDataType type = variable.rowType(typeFactory).getFieldList().stream()
                    .filter(field -> field.getName().equals(name))
                    .map(RelDataTypeField::getType)
                    .findFirst()
                    .orElseThrow();
            List<String> known = variable.properties(typeFactory, unrolled.tables(node)).keySet().stream()
                    .toList();
            int ordinal = indexOf(known, name);
            // Two variables for one vertex: its tables are fewer than the variable's, and may all lack the property.
            RexNode value = ordinal < 0
                    ? rexBuilder.makeNullLiteral(typeFactory.createTypeWithNullability(type, true))
                    : rexBuilder.makeInputRef(match, id + 1 + ordinal);
            return ordinal < 0 ? value : rexBuilder.ensureType(type, value, true);
        }
    }

    private static int indexOf(List<String> names, String name) {
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    /** Conditions that path modes, match modes and repeated edge variables put on ids. */
    private record Repetitions(UnrolledPattern unrolled, LogicalMatch match, RexBuilder rex) {
        void add(PatternBinder pattern, SqlGraphTable table, List<RexNode> conditions) {
            for (int[] pair : unrolled.sameEdges()) {
                conditions.add(rex.makeCall(SqlStdOperatorTable.EQUALS, id(pair[0]), id(pair[1])));
            }
            for (UnrolledPattern.Exclusion exclusion : unrolled.exclusions()) {
                conditions.add(rex.makeCall(SqlStdOperatorTable.NOT, leads(exclusion)));
            }
            for (int i = 0; i < pattern.paths().size(); i++) {
                SqlPathPrefix.Mode mode = pattern.paths().get(i).mode();
                List<Integer> vertices = unrolled.pathVertices().get(i);
                List<Integer> edges = unrolled.pathEdges().get(i);
                if (mode == SqlPathPrefix.Mode.TRAIL) {
                    different(edges, false, conditions);
                } else if (mode == SqlPathPrefix.Mode.ACYCLIC) {
                    different(vertices, false, conditions);
                } else if (mode == SqlPathPrefix.Mode.SIMPLE) {
                    different(vertices, true, conditions);
                }
            }
            if (table.matchMode() == SqlGraphTable.MatchMode.DIFFERENT_EDGES) {
                different(unrolled.allEdges(), false, conditions);
            }
        }

        private void different(List<Integer> nodes, boolean endsMayMeet, List<RexNode> conditions) {
            for (int i = 0; i < nodes.size(); i++) {
                for (int j = i + 1; j < nodes.size(); j++) {
                    if (endsMayMeet && i == 0 && j == nodes.size() - 1) {
                        continue;
                    }
                    if (!unrolled.isEdge(nodes.get(i)) && unrolled.isSame(nodes.get(i), nodes.get(j))) {
                        conditions.add(rex.makeLiteral(false));
                    } else {
                        conditions.add(
                                rex.makeCall(SqlStdOperatorTable.NOT_EQUALS, id(nodes.get(i)), id(nodes.get(j))));
                    }
                }
            }
        }

        /** Whether a hyperedge leads from one player to the other. */
        private RexNode leads(UnrolledPattern.Exclusion way) {
            List<RexNode> ways = new ArrayList<>();
            Map<Crossing.Roles.RolePair, List<Integer>> tables = way.roles().tablesByRoles();
            tables.forEach((roles, edgeTables) -> {
                List<RexNode> all = new ArrayList<>();
                if (tables.size() > 1) {
                    all.add(isOf(way.hyperedge(), edgeTables));
                }
                all.add(plays(way.hyperedge(), way.left(), roles.from()));
                all.add(plays(way.hyperedge(), way.right(), roles.to()));
                ways.add(RexUtil.composeConjunction(rex, all));
            });
            return RexUtil.composeDisjunction(rex, ways);
        }

        private RexNode plays(int hyperedge, int player, String role) {
            return rex.makeCall(RoleOperator.plays(match.graph(), role), id(hyperedge), id(player));
        }

        private RexNode isOf(int hyperedge, List<Integer> edgeTables) {
            List<RexNode> ranges = new ArrayList<>();
            for (int table : edgeTables) {
                int element = match.graph().tables().elementOfEdge(table);
                ranges.add(rex.makeCall(
                        SqlStdOperatorTable.AND,
                        rex.makeCall(SqlStdOperatorTable.GREATER_THAN_OR_EQUAL, id(hyperedge), first(element)),
                        rex.makeCall(SqlStdOperatorTable.LESS_THAN, id(hyperedge), first(element + 1))));
            }
            return RexUtil.composeDisjunction(rex, ranges);
        }

        private RexNode first(int element) {
            return rex.makeBigintLiteral(BigDecimal.valueOf(GraphTables.elementId(element, 0)));
        }

        private RexNode id(int node) {
            return rex.makeInputRef(match, idColumn(match, unrolled, node));
        }
    }
}
