package io.grism.calcite.rel;

import io.grism.exec.graph.RoleProperty;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.jspecify.annotations.Nullable;

/**
 * A question about the incidences of a hyperedge in an expression. Its operands are element ids: the hyperedge, then the player. The match optimiser replaces it by a column of a {@link RoleLookup};
 * nothing evaluates it.
 */
public final class RoleOperator extends SqlSpecialOperator {
    /** What is asked. */
    public enum Question {
        ARITY,
        ROLES,
        PLAYS
    }

    private final MatchGraph graph;
    private final Question question;
    private final String role;

    private RoleOperator(MatchGraph graph, Question question, String role, SqlReturnTypeInference type) {
        super(
                "$" + question + (role.isEmpty() ? "" : "_" + role),
                SqlKind.OTHER,
                MAX_PRECEDENCE,
                true,
                type,
                InferTypes.RETURN_TYPE,
                OperandTypes.VARIADIC);
        this.graph = graph;
        this.question = question;
        this.role = role;
    }

    /** The number of incidences. */
    public static RoleOperator arity(MatchGraph graph) {
        return new RoleOperator(graph, Question.ARITY, "", type(SqlTypeName.BIGINT));
    }

    /** The roles that have a player. */
    public static RoleOperator roles(MatchGraph graph) {
        return new RoleOperator(graph, Question.ROLES, "", RoleOperator::roleNames);
    }

    /** Whether an element plays a role. */
    public static RoleOperator plays(MatchGraph graph, String role) {
        return new RoleOperator(graph, Question.PLAYS, role, type(SqlTypeName.BOOLEAN));
    }

    private static final int MAX_PRECEDENCE = 200;

    private static SqlReturnTypeInference type(SqlTypeName name) {
        return binding -> binding.getTypeFactory().createSqlType(name);
    }

    private static RelDataType roleNames(SqlOperatorBinding binding) {
        RelDataTypeFactory types = binding.getTypeFactory();
        return types.createArrayType(types.createSqlType(SqlTypeName.VARCHAR), -1);
    }

    public MatchGraph graph() {
        return graph;
    }

    public Question question() {
        return question;
    }

    /** The role that is asked for, or nothing. */
    public String role() {
        return role;
    }

    /** The question over columns. */
    public RoleProperty property(List<Integer> columns) {
        return switch (question) {
            case ARITY -> new RoleProperty.Arity(columns.get(0));
            case ROLES -> new RoleProperty.Roles(columns.get(0));
            case PLAYS -> new RoleProperty.Plays(columns.get(0), columns.get(1), role);
        };
    }

    /** Of the question: no table of operators knows it. */
    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
        for (SqlNode operand : call.getOperandList()) {
            validator.setValidatedNodeType(operand, validator.deriveType(scope, operand));
        }
        RelDataType type = validateOperands(validator, scope, call);
        validator.setValidatedNodeType(call, type);
        return type;
    }

    @Override
    public void unparse(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
        SqlWriter.Frame frame = writer.startFunCall(getName());
        for (SqlNode operand : call.getOperandList()) {
            writer.sep(",");
            operand.unparse(writer, 0, 0);
        }
        writer.endFunCall(frame);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RoleOperator that
                && question == that.question
                && role.equals(that.role)
                && graph.equals(that.graph);
    }

    @Override
    public int hashCode() {
        return Objects.hash(question, role, graph);
    }
}
