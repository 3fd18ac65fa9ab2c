package io.grism.calcite.validate;

import io.grism.calcite.catalog.Suggestions;
import io.grism.calcite.rel.RoleOperator;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.graph.Direction;
import io.grism.exec.graph.ElementKind;
import io.grism.exec.graph.GraphTables;
import io.grism.parser.SqlElementRole;
import io.grism.parser.SqlGraphPredicates;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/**
 * Writes the functions and predicates on elements as plain SQL over element ids, which hold the element table in their upper bits; refuses
 * what may not stand in a GRAPH_TABLE.
 */
final class ElementPredicates extends SqlShuttle {
    /** The ends of an edge variable: left vertex, right vertex and direction. */
    record Ends(String left, String right, Direction direction) {}

    private final GraphScope scope;
    private final PatternBinder pattern;
    private final Map<String, Ends> ends;

    ElementPredicates(GraphScope scope, PatternBinder pattern, Map<String, Ends> ends) {
        this.scope = scope;
        this.pattern = pattern;
        this.ends = ends;
    }

    SqlNode rewrite(SqlNode expression) {
        SqlNode result = expression.accept(this);
        if (result == null) {
            throw new IllegalStateException("nothing left of " + expression);
        }
        return result;
    }

    @Override
    public @Nullable SqlNode visit(SqlIdentifier identifier) {
        String first = identifier.names.get(0);
        if (scope.variable(first) == null) {
            if (pattern.groupVariable(first) != null) {
                throw GraphErrors.unsupported(
                        "an expression over " + first + ", which stands for a list of elements here", identifier);
            }
            if (pattern.isPathVariable(first)) {
                throw GraphErrors.unsupported("an expression over path " + first, identifier);
            }
        }
        return identifier;
    }

    @Override
    public @Nullable SqlNode visit(SqlCall call) {
        if (call.isA(SqlKind.QUERY) || call.getKind() == SqlKind.SCALAR_QUERY) {
            throw GraphErrors.unsupported("a sub-query inside of GRAPH_TABLE", call);
        }
        if (call.getKind() == SqlKind.OVER) {
            throw GraphErrors.unsupported("a window function inside of GRAPH_TABLE", call);
        }
        if (call.getOperator().isAggregator()) {
            throw GraphErrors.unsupported("an aggregate function inside of GRAPH_TABLE", call);
        }
        SqlNode rewritten = rewritePredicate(call);
        if (rewritten == null && call.getOperator() instanceof SqlFunction) {
            rewritten = rewriteFunction(call);
        }
        return rewritten == null ? super.visit(call) : rewritten;
    }

    private @Nullable SqlNode rewritePredicate(SqlCall call) {
        SqlOperator operator = call.getOperator();
        if (operator.equals(SqlGraphPredicates.IS_LABELED) || operator.equals(SqlGraphPredicates.IS_NOT_LABELED)) {
            PatternVariable variable = variable(call.operand(0));
            SqlNode test =
                    in(variable, pattern.labels().tables(call.operand(1), variable.kind()), call.getParserPosition());
            return not(operator.equals(SqlGraphPredicates.IS_NOT_LABELED), test);
        }
        if (operator.equals(SqlGraphPredicates.IS_ROLE_OF) || operator.equals(SqlGraphPredicates.IS_NOT_ROLE_OF)) {
            return not(operator.equals(SqlGraphPredicates.IS_NOT_ROLE_OF), isRole(call));
        }
        boolean source = operator.equals(SqlGraphPredicates.IS_SOURCE_OF)
                || operator.equals(SqlGraphPredicates.IS_NOT_SOURCE_OF);
        if (source
                || operator.equals(SqlGraphPredicates.IS_DESTINATION_OF)
                || operator.equals(SqlGraphPredicates.IS_NOT_DESTINATION_OF)) {
            boolean negated = operator.equals(SqlGraphPredicates.IS_NOT_SOURCE_OF)
                    || operator.equals(SqlGraphPredicates.IS_NOT_DESTINATION_OF);
            return not(negated, isEnd(call, source));
        }
        return null;
    }

    private SqlNode isEnd(SqlCall call, boolean source) {
        PatternVariable vertex = variable(call.operand(0));
        PatternVariable edge = variable(call.operand(1));
        if (edgeTables(edge).isEmpty()) {
            throw GraphErrors.invalidPattern(
                    "Cannot ask for the end of an edge: left stands a vertex, right an edge.", call);
        }
        Ends of = ends.get(edge.name());
        if (of == null || of.direction() == Direction.ANY || vertex.kind() != ElementKind.VERTEX) {
            String role = source ? SqlElementRole.SOURCE : SqlElementRole.DESTINATION;
            return plays(vertex, edge, role, call.getParserPosition());
        }
        String end = source == (of.direction() == Direction.OUT) ? of.left() : of.right();
        SqlParserPos position = call.getParserPosition();
        return SqlStdOperatorTable.EQUALS.createCall(position, id(vertex.name(), position), id(end, position));
    }

    /** Ordinals of the edge tables that a variable's element may come from. */
    private List<Integer> edgeTables(PatternVariable variable) {
        GraphTables tables = pattern.graph().tables();
        int first = variable.kind() == ElementKind.EDGE ? 0 : tables.elementOfEdge(0);
        return variable.declaredTables().stream()
                .map(table -> table - first)
                .filter(edge -> edge >= 0 && edge < tables.edges().size())
                .toList();
    }

    private SqlNode plays(PatternVariable player, PatternVariable edge, String role, SqlParserPos position) {
        return RoleOperator.plays(pattern.matchGraph(), role)
                .createCall(position, id(edge.name(), position), id(player.name(), position));
    }

    /** {@code v IS ROLE r OF h}. */
    private SqlNode isRole(SqlCall call) {
        SqlIdentifier right = call.operand(1);
        PatternVariable player = variable(call.operand(0));
        PatternVariable edge = variable(right.getComponent(1));
        List<Integer> tables = edgeTables(edge);
        if (tables.isEmpty()) {
            throw GraphErrors.invalidPattern(
                    "Cannot ask for a role of " + edge.name() + ", which is no edge.", right.getComponent(1));
        }
        SqlIdentifier role = right.getComponent(0);
        pattern.crossings().checkRole(tables, role);
        Set<String> names = new LinkedHashSet<>();
        for (int table : tables) {
            String name = pattern.crossings().role(table, role.getSimple());
            if (name != null) {
                names.add(name);
            }
        }
        SqlNode result = null;
        for (String name : names) {
            SqlNode test = plays(player, edge, name, call.getParserPosition());
            result = result == null ? test : SqlStdOperatorTable.OR.createCall(call.getParserPosition(), result, test);
        }
        return Objects.requireNonNull(result);
    }

    /** ARITY(h) and ROLES(h). */
    private SqlNode ofRoles(SqlCall call, RoleOperator operator) {
        arity(call, 1, 1);
        PatternVariable edge = variable(call.operand(0));
        if (edgeTables(edge).isEmpty()) {
            throw GraphErrors.invalidPattern(
                    "Cannot call " + call.getOperator().getName() + " of " + edge.name() + ", which is no edge.",
                    call.operand(0));
        }
        return operator.createCall(call.getParserPosition(), id(edge.name(), call.getParserPosition()));
    }

    private @Nullable SqlNode rewriteFunction(SqlCall call) {
        SqlParserPos position = call.getParserPosition();
        switch (call.getOperator().getName().toUpperCase(Locale.ROOT)) {
            case "ELEMENT_ID" -> {
                arity(call, 1, 1);
                return id(variable(call.operand(0)).name(), position);
            }
            case "ARITY" -> {
                return ofRoles(call, RoleOperator.arity(pattern.matchGraph()));
            }
            case "ROLES" -> {
                return ofRoles(call, RoleOperator.roles(pattern.matchGraph()));
            }
            case "SAME" -> {
                return pairs(call, SqlStdOperatorTable.EQUALS);
            }
            case "ALL_DIFFERENT" -> {
                return pairs(call, SqlStdOperatorTable.NOT_EQUALS);
            }
            case "PROPERTY_EXISTS" -> {
                arity(call, 2, 2);
                return propertyExists(call);
            }
            default -> {
                return null;
            }
        }
    }

    private SqlNode propertyExists(SqlCall call) {
        PatternVariable variable = variable(call.operand(0));
        String property = call.operand(1) instanceof SqlIdentifier name && name.isSimple() ? name.getSimple() : null;
        if (property == null) {
            throw GraphErrors.invalidPattern(
                    "Cannot use " + call.operand(1) + " as the name of a property.", call.operand(1));
        }
        List<Integer> tables = new ArrayList<>();
        for (int i = 0; i < variable.allTables().size(); i++) {
            if (variable.allTables().get(i).property(property) != null) {
                tables.add(i);
            }
        }
        return in(variable, tables, call.getParserPosition());
    }

    private SqlNode pairs(SqlCall call, SqlOperator comparison) {
        arity(call, 2, Integer.MAX_VALUE);
        SqlParserPos position = call.getParserPosition();
        List<PatternVariable> all =
                call.getOperandList().stream().map(this::variable).toList();
        SqlNode result = null;
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).kind() != all.get(0).kind()) {
                throw GraphErrors.invalidPattern(
                        "Cannot compare " + all.get(0).name() + " and "
                                + all.get(i).name() + ": one is a vertex, the other an edge.",
                        call);
            }
            for (int j = i + 1; j < all.size(); j++) {
                SqlNode test = comparison.createCall(
                        position, id(all.get(i).name(), position), id(all.get(j).name(), position));
                result = result == null ? test : SqlStdOperatorTable.AND.createCall(position, result, test);
            }
        }
        return result == null ? SqlLiteral.createBoolean(true, position) : result;
    }

    private static void arity(SqlCall call, int least, int most) {
        int count = call.operandCount();
        if (count < least || count > most) {
            throw GraphErrors.error(
                    ErrorCode.INVALID_STATEMENT,
                    "Cannot call " + call.getOperator().getName() + " with " + count + " arguments. It has "
                            + (least == most ? String.valueOf(least) : least + " or more") + ".",
                    call);
        }
    }

    private PatternVariable variable(SqlNode node) {
        if (!(node instanceof SqlIdentifier name) || !name.isSimple()) {
            throw GraphErrors.invalidPattern("Cannot use " + node + " here. Name a variable of the pattern.", node);
        }
        PatternVariable variable = scope.variable(name.getSimple());
        if (variable == null) {
            visit(name);
            throw GraphErrors.error(
                    ErrorCode.UNKNOWN_VARIABLE,
                    "Cannot find variable: " + name
                            + Suggestions.didYouMean(
                                    name.getSimple(),
                                    scope.variables().stream()
                                            .filter(known -> !known.isAnonymous())
                                            .map(PatternVariable::name)
                                            .toList()),
                    node);
        }
        return variable;
    }

    /** Whether the element comes from one of the tables, by the range of its id. */
    private SqlNode in(PatternVariable variable, List<Integer> tables, SqlParserPos position) {
        int first = variable.kind() == ElementKind.VERTEX
                ? 0
                : pattern.graph().tables().elementOfEdge(0);
        List<Integer> possible =
                variable.tables().stream().filter(tables::contains).toList();
        if (possible.isEmpty() || possible.equals(variable.tables())) {
            return SqlLiteral.createBoolean(!possible.isEmpty(), position);
        }
        SqlNode result = null;
        for (int table : possible) {
            SqlNode from = SqlStdOperatorTable.GREATER_THAN_OR_EQUAL.createCall(
                    position, id(variable.name(), position), number(GraphTables.elementId(first + table, 0), position));
            SqlNode to = SqlStdOperatorTable.LESS_THAN.createCall(
                    position,
                    id(variable.name(), position),
                    number(GraphTables.elementId(first + table + 1, 0), position));
            SqlNode range = SqlStdOperatorTable.AND.createCall(position, from, to);
            result = result == null ? range : SqlStdOperatorTable.OR.createCall(position, result, range);
        }
        return result == null ? SqlLiteral.createBoolean(false, position) : result;
    }

    private static SqlNode not(boolean negated, SqlNode test) {
        return negated ? SqlStdOperatorTable.NOT.createCall(test.getParserPosition(), test) : test;
    }

    private static SqlNode number(long value, SqlParserPos position) {
        return SqlLiteral.createExactNumeric(Long.toString(value), position);
    }

    private static SqlIdentifier id(String variable, SqlParserPos position) {
        return new SqlIdentifier(List.of(variable, PatternVariable.ID), position);
    }
}
