package io.grism.calcite.validate;

import io.grism.calcite.rel.RoleOperator;
import io.grism.parser.GrismParser;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/** Expressions over the variables of a pattern as expressions over the items of FROM that stand for them. */
final class ExpressionSql extends SqlShuttle {
    private final PatternSql pattern;
    private final GraphScope scope;
    private final Binding binding;
    private final SqlNode at;

    ExpressionSql(PatternSql pattern, GraphScope scope, Binding binding, SqlNode at) {
        this.pattern = pattern;
        this.scope = scope;
        this.binding = binding;
        this.at = at;
    }

    String text(SqlNode expression) {
        SqlNode result = expression.accept(this);
        if (result == null) {
            throw new IllegalStateException("nothing left of " + expression);
        }
        String text = GrismParser.unparse(result).replace('\n', ' ');
        return result.isA(SqlKind.QUERY) ? "(" + text + ")" : text;
    }

    /** The text of a condition that is to stand beside others. */
    String condition(SqlNode expression) {
        return "(" + text(expression) + ")";
    }

    private @Nullable PatternVariable variable(SqlNode node) {
        return node instanceof SqlIdentifier name && name.names.size() > 1 ? scope.variable(name.names.get(0)) : null;
    }

    private static boolean isId(SqlNode node) {
        return node instanceof SqlIdentifier name
                && name.names.size() == 2
                && name.names.get(1).equals(PatternVariable.ID);
    }

    private int node(PatternVariable variable) {
        Integer node = binding.get(variable);
        if (node == null) {
            throw new IllegalStateException("unbound variable " + variable.name());
        }
        return node;
    }

    private ElementSql element(PatternVariable variable) {
        ElementSql element = pattern.element(node(variable));
        if (element == null) {
            throw GraphErrors.unsupported("EXPLAIN (REWRITE) of an expression over incidence " + variable.name(), at);
        }
        return element;
    }

    @Override
    public @Nullable SqlNode visit(SqlDynamicParam parameter) {
        return ParameterSql.mark(parameter);
    }

    @Override
    public @Nullable SqlNode visit(SqlIdentifier identifier) {
        PatternVariable variable = variable(identifier);
        if (variable == null) {
            return identifier;
        }
        if (isId(identifier)) {
            throw GraphErrors.unsupported(
                    "EXPLAIN (REWRITE) of ELEMENT_ID as a value, which no column of a table has", identifier);
        }
        String property = identifier.names.get(1);
        String value = element(variable).property(property);
        if (value == null) {
            RelDataType type = variable.rowType(scope.getValidator().getTypeFactory()).getFieldList().stream()
                    .filter(field -> field.getName().equalsIgnoreCase(property))
                    .findFirst()
                    .orElseThrow()
                    .getType();
            value = "CAST(NULL AS " + type + ")";
        }
        StringBuilder text = new StringBuilder(value);
        identifier.names.subList(2, identifier.names.size()).forEach(field -> text.append('.')
                .append(ElementSql.quote(field)));
        return parse(text.toString());
    }

    @Override
    public @Nullable SqlNode visit(SqlCall call) {
        if (call.getOperator() instanceof RoleOperator operator) {
            return parse(roles(call, operator));
        }
        List<SqlNode> operands = call.getOperandList();
        if (call.isA(SqlKind.COMPARISON) && operands.size() == 2 && isId(operands.get(0))) {
            PatternVariable left = variable(operands.get(0));
            PatternVariable right = variable(operands.get(1));
            if (left != null && right != null && isId(operands.get(1))) {
                String same = pattern.same(node(left), node(right));
                if (call.getKind() == SqlKind.EQUALS) {
                    return parse(same);
                }
                if (call.getKind() == SqlKind.NOT_EQUALS) {
                    return parse("NOT (" + same + ")");
                }
            } else if (left != null && operands.get(1).getKind() == SqlKind.LITERAL) {
                String id = pattern.tableId(node(left));
                return parse(id + " " + call.getOperator().getName() + " " + GrismParser.unparse(operands.get(1)));
            }
        }
        return super.visit(call);
    }

    private static SqlNode parse(String expression) {
        return ((SqlSelect) GrismParser.parse("SELECT " + expression))
                .getSelectList()
                .get(0);
    }

    private String roles(SqlCall call, RoleOperator operator) {
        PatternVariable hyperedge = Objects.requireNonNull(variable(call.operand(0)));
        return switch (operator.question()) {
            case ARITY -> pattern.roles().arity(element(hyperedge));
            case ROLES -> pattern.roles().roleNames(element(hyperedge));
            case PLAYS -> {
                PatternVariable player = Objects.requireNonNull(variable(call.operand(1)));
                yield pattern.roles().plays(element(hyperedge), element(player), operator.role());
            }
        };
    }
}
