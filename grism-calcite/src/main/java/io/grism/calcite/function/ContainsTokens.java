package io.grism.calcite.function;

import io.grism.exec.kernel.TokenPattern;
import java.util.List;
import org.apache.calcite.linq4j.function.Strict;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.schema.impl.ScalarFunctionImpl;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlUserDefinedFunction;

/** {@code CONTAINS_TOKENS(text, tokens)}: whether each token of the second text is one of the first. */
@Strict
public final class ContainsTokens extends SqlUserDefinedFunction {
    public static final SqlOperator OPERATOR = new ContainsTokens();

    private ContainsTokens() {
        super(
                new SqlIdentifier("CONTAINS_TOKENS", SqlParserPos.ZERO),
                SqlKind.OTHER_FUNCTION,
                ReturnTypes.BOOLEAN_NULLABLE,
                (call, returnType, operandTypes) -> {
                    RelDataType text = call.getTypeFactory()
                            .createTypeWithNullability(call.getTypeFactory().createSqlType(SqlTypeName.VARCHAR), true);
                    java.util.Arrays.fill(operandTypes, text);
                },
                OperandTypes.operandMetadata(
                        List.of(SqlTypeFamily.CHARACTER, SqlTypeFamily.CHARACTER),
                        factory -> List.of(
                                factory.createSqlType(SqlTypeName.VARCHAR), factory.createSqlType(SqlTypeName.VARCHAR)),
                        i -> i == 0 ? "text" : "tokens",
                        i -> false),
                ScalarFunctionImpl.create(ContainsTokens.class, "test"));
    }

    /** Called by generated code. */
    public static boolean test(String text, String tokens) {
        return new TokenPattern(tokens).matches(text);
    }
}
