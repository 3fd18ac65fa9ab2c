package io.grism.parser;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** A syntax node whose whole content are its operands, so that Calcite's visitors, copies and comparisons see all of it. */
public abstract class GrismCall extends SqlCall {
    private final @Nullable SqlNode[] operands;

    GrismCall(SqlParserPos position, @Nullable SqlNode... operands) {
        super(position);
        this.operands = operands;
    }

    @Override
    public final List<SqlNode> getOperandList() {
        return Collections.unmodifiableList(Arrays.asList(operands));
    }

    @Override
    public final void setOperand(int i, @Nullable SqlNode operand) {
        operands[i] = operand;
    }

    final @Nullable SqlNode get(int i) {
        return operands[i];
    }

    final SqlNode node(int i) {
        return Objects.requireNonNull(operands[i]);
    }

    final @Nullable SqlIdentifier identifier(int i) {
        return (SqlIdentifier) operands[i];
    }

    final @Nullable SqlNodeList list(int i) {
        return (SqlNodeList) operands[i];
    }

    final <E extends Enum<E>> @Nullable E symbol(int i, Class<E> type) {
        SqlNode operand = operands[i];
        return operand == null ? null : ((SqlLiteral) operand).getValueAs(type);
    }
}
