package io.grism.calcite.function;

import java.util.List;
import java.util.UUID;
import org.apache.calcite.schema.impl.ScalarFunctionImpl;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlUserDefinedFunction;

/** {@code GEN_RANDOM_UUID()}: a new random UUID for each row. */
public final class RandomUuid extends SqlUserDefinedFunction {
    static final SqlOperator OPERATOR = new RandomUuid();

    private RandomUuid() {
        super(
                new SqlIdentifier("GEN_RANDOM_UUID", SqlParserPos.ZERO),
                SqlKind.OTHER_FUNCTION,
                ReturnTypes.explicit(SqlTypeName.UUID),
                (call, returnType, operandTypes) -> {},
                OperandTypes.operandMetadata(List.of(), f -> List.of(), i -> "a" + i, i -> false),
                ScalarFunctionImpl.create(RandomUuid.class, "next"));
    }

    @Override
    public boolean isDeterministic() {
        return false;
    }

    /** Called by generated code. */
    public static UUID next() {
        return UUID.randomUUID();
    }
}
