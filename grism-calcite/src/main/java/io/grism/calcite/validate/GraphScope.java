package io.grism.calcite.validate;

import io.grism.calcite.catalog.Suggestions;
import io.grism.exec.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.validate.ListScope;
import org.apache.calcite.sql.validate.SqlQualified;
import org.apache.calcite.sql.validate.SqlValidatorNamespace;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.jspecify.annotations.Nullable;

/** Where expressions of a GRAPH_TABLE are looked up: its element variables, then, under LATERAL, what stands left of it. */
final class GraphScope extends ListScope {
    private final SqlNode node;
    private final Map<String, PatternVariable> variables = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    /** The variables in the order of the scope's children. */
    private final List<PatternVariable> order = new ArrayList<>();

    GraphScope(SqlValidatorScope parent, SqlNode node) {
        super(parent);
        this.node = node;
    }

    void add(PatternVariable variable) {
        variables.put(variable.name(), variable);
        order.add(variable);
        addChild(
                new FixedNamespace(getValidator()) {
                    @Override
                    RelDataType ownRowType() {
                        return variable.rowType(getValidator().getTypeFactory());
                    }
                },
                variable.name(),
                false);
    }

    @Nullable
    PatternVariable variable(String name) {
        return variables.get(name);
    }

    List<PatternVariable> variables() {
        return List.copyOf(variables.values());
    }

    @Override
    public SqlNode getNode() {
        return node;
    }

    /** Properties need their variable: a name alone is an outer column. */
    @Override
    public @Nullable RelDataType resolveColumn(String name, SqlNode at) {
        return parent.resolveColumn(name, at);
    }

    @Override
    public SqlQualified fullyQualify(SqlIdentifier identifier) {
        String first = identifier.names.get(0);
        PatternVariable variable = variables.get(first);
        if (variable == null) {
            return outer(identifier);
        }
        if (identifier.names.size() == 1) {
            throw GraphErrors.error(
                    ErrorCode.INVALID_PATTERN,
                    "Cannot use variable " + first + " as a value. Use one of its properties, or ELEMENT_ID(" + first
                            + ").",
                    identifier);
        }
        RelDataType row = variable.rowType(getValidator().getTypeFactory());
        String wanted = identifier.names.get(1);
        RelDataTypeField field = getValidator().getCatalogReader().nameMatcher().field(row, wanted);
        if (field == null) {
            List<String> known = new ArrayList<>(row.getFieldNames());
            known.remove(PatternVariable.ID);
            throw GraphErrors.error(
                    ErrorCode.UNKNOWN_PROPERTY,
                    "Cannot find property: " + wanted + " of " + first + Suggestions.didYouMean(wanted, known),
                    identifier.getComponent(1));
        }
        if (identifier.names.size() > 2 && !field.getType().isStruct()) {
            throw GraphErrors.error(
                    ErrorCode.UNKNOWN_PROPERTY,
                    "Cannot find field: " + identifier.names.get(2) + ". " + first + "." + field.getName() + " is a "
                            + field.getType() + " and has no fields.",
                    identifier.getComponent(2));
        }
        SqlIdentifier qualified = identifier.setName(0, variable.name()).setName(1, field.getName());
        SqlValidatorNamespace namespace = getChildren().get(order.indexOf(variable));
        return SqlQualified.create(this, 1, namespace, qualified);
    }

    private SqlQualified outer(SqlIdentifier identifier) {
        try {
            return parent.fullyQualify(identifier);
        } catch (CalciteContextException e) {
            List<String> known = variables.values().stream()
                    .filter(variable -> !variable.isAnonymous())
                    .map(PatternVariable::name)
                    .toList();
            String first = identifier.names.get(0);
            if (identifier.names.size() == 1) {
                throw GraphErrors.error(
                        ErrorCode.UNKNOWN_COLUMN,
                        "Cannot find column: " + first + ". A property needs its variable: "
                                + (known.isEmpty() ? "v" : known.get(0)) + "." + first + ".",
                        identifier);
            }
            throw GraphErrors.error(
                    ErrorCode.UNKNOWN_VARIABLE,
                    "Cannot find variable: " + first + Suggestions.didYouMean(first, known),
                    identifier.getComponent(0));
        }
    }
}
