package io.grism.calcite.validate;

import io.grism.calcite.catalog.PropertyGraph;
import io.grism.exec.error.ErrorCode;
import io.grism.parser.SqlGraphTable;
import io.grism.parser.SqlInlineGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.jspecify.annotations.Nullable;

/** A GRAPH_TABLE: binds its graph, its pattern and its expressions; its row is that of COLUMNS. */
final class GraphTableNamespace extends FixedNamespace {
    /** A column: its name and its expression, checked. */
    record Column(String name, SqlNode expression, RelDataType type) {}

    private final GrismSqlValidator validator;
    private final SqlGraphTable table;
    private final SqlNode enclosing;
    private final SqlValidatorScope parent;
    private final List<Column> columns = new ArrayList<>();
    private final List<SqlNode> conditions = new ArrayList<>();
    private final Map<String, ElementPredicates.Ends> ends = new HashMap<>();
    private final Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private @Nullable PatternBinder pattern;
    private @Nullable RelDataType rowType;

    GraphTableNamespace(GrismSqlValidator validator, SqlGraphTable table, SqlNode enclosing, SqlValidatorScope parent) {
        super(validator);
        this.validator = validator;
        this.table = table;
        this.enclosing = enclosing;
        this.parent = parent;
    }

    @Override
    public SqlNode getNode() {
        return table;
    }

    @Override
    public SqlNode getEnclosingNode() {
        return enclosing;
    }

    PatternBinder pattern() {
        ownRowType();
        if (pattern == null) {
            throw new IllegalStateException("not validated");
        }
        return pattern;
    }

    List<Column> columns() {
        ownRowType();
        return columns;
    }

    /** The conditions over variables that stand for one element, checked. */
    List<SqlNode> conditions() {
        return conditions;
    }

    @Override
    RelDataType ownRowType() {
        RelDataType known = rowType;
        if (known == null) {
            known = bind();
            rowType = known;
        }
        return known;
    }

    private RelDataType bind() {
        PropertyGraph graph = table.graph() instanceof SqlInlineGraph inline
                ? validator.graphs().bind(inline)
                : validator.graphs().bind((SqlIdentifier) table.graph());
        PatternBinder bound = new PatternBinder(graph, parent, table);
        bound.close();
        pattern = bound;
        bound.paths().forEach(path -> PlainPattern.collectEnds(path.items(), ends));
        GraphScope scope = bound.scope();
        for (SqlNode condition : bound.conditions()) {
            conditions.add(condition(condition, scope, bound));
        }
        bound.paths().forEach(path -> checkGroups(path.items(), bound));
        for (SqlNode column : table.columns()) {
            column(column, bound);
        }
        RelDataTypeFactory.Builder row = validator.getTypeFactory().builder();
        columns.forEach(column -> row.add(column.name(), column.type()));
        return row.build();
    }

    private void checkGroups(List<PathItem> items, PatternBinder bound) {
        for (PathItem item : items) {
            if (item instanceof PathItem.Group group) {
                List<SqlNode> own = group.conditions();
                own.replaceAll(condition -> condition(condition, group.scope(), bound));
                checkGroups(group.items(), bound);
            }
        }
    }

    private SqlNode condition(SqlNode condition, GraphScope scope, PatternBinder bound) {
        SqlNode checked = check(condition, scope, bound, true);
        RelDataType type = validator.deriveType(scope, checked);
        if (!SqlTypeUtil.inBooleanFamily(type)) {
            throw GraphErrors.error(
                    ErrorCode.TYPE_MISMATCH, "Cannot use a value of type " + type + " as a condition.", condition);
        }
        return checked;
    }

    private SqlNode check(SqlNode expression, GraphScope scope, PatternBinder bound, boolean condition) {
        SqlNode plain = new ElementPredicates(scope, bound, ends).rewrite(expression);
        return validator.checkExpression(plain, scope, condition);
    }

    private void column(SqlNode column, PatternBinder bound) {
        if (column instanceof SqlIdentifier identifier && identifier.isStar()) {
            star(identifier, bound);
            return;
        }
        SqlNode expression = column;
        String name;
        if (column.getKind() == SqlKind.AS) {
            expression = ((SqlCall) column).operand(0);
            name = ((SqlIdentifier) ((SqlCall) column).operand(1)).getSimple();
        } else if (column instanceof SqlIdentifier identifier) {
            name = identifier.names.get(identifier.names.size() - 1);
        } else {
            name = "EXPR$" + columns.size();
        }
        SqlNode checked = check(expression, bound.scope(), bound, false);
        if (!names.add(name)) {
            throw GraphErrors.error(
                    ErrorCode.AMBIGUOUS_COLUMN,
                    "Cannot name two columns " + name + ". Give one of them another name with AS.",
                    column);
        }
        columns.add(new Column(name, checked, validator.deriveType(bound.scope(), checked)));
    }

    /** All properties of one variable, or of all; a name that is taken gets the variable before it. */
    private void star(SqlIdentifier star, PatternBinder bound) {
        List<PatternVariable> variables = bound.named();
        if (star.names.size() > 1) {
            PatternVariable variable = bound.scope().variable(star.names.get(0));
            if (variable == null || variable.isAnonymous()) {
                new ElementPredicates(bound.scope(), bound, ends).rewrite(star);
                throw GraphErrors.error(
                        ErrorCode.UNKNOWN_VARIABLE, "Cannot find variable: " + star.names.get(0) + ".", star);
            }
            variables = List.of(variable);
        }
        for (PatternVariable variable : variables) {
            for (RelDataTypeField field :
                    variable.rowType(validator.getTypeFactory()).getFieldList()) {
                if (field.getName().equals(PatternVariable.ID)) {
                    continue;
                }
                String name = field.getName();
                if (names.contains(name)) {
                    name = variable.name() + "_" + name;
                }
                for (int i = 2; !names.add(name); i++) {
                    name = variable.name() + "_" + field.getName() + i;
                }
                SqlIdentifier property =
                        new SqlIdentifier(List.of(variable.name(), field.getName()), star.getParserPosition());
                SqlNode checked = validator.checkExpression(property, bound.scope(), false);
                columns.add(new Column(name, checked, validator.deriveType(bound.scope(), checked)));
            }
        }
    }
}
