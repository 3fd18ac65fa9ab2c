package io.grism.calcite.translate;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.calcite.schema.impl.ScalarFunctionImpl;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.validate.SqlUserDefinedFunction;

/** Operators that generated code evaluates by calling a public static method. */
final class StaticMethods {
    private static final Map<Method, SqlOperator> OPERATORS = new ConcurrentHashMap<>();

    private StaticMethods() {}

    /** The operator of the only public method of a name; whoever makes a call gives its type. */
    static SqlOperator operator(Class<?> holder, String name) {
        List<Method> found = new ArrayList<>();
        for (Method method : holder.getMethods()) {
            if (method.getName().equals(name) && method.getDeclaringClass() == holder) {
                found.add(method);
            }
        }
        if (found.size() != 1) {
            throw new IllegalArgumentException(found.size() + " methods " + holder.getName() + "." + name);
        }
        return OPERATORS.computeIfAbsent(found.get(0), StaticMethods::operator);
    }

    private static SqlOperator operator(Method method) {
        return new SqlUserDefinedFunction(
                new SqlIdentifier(
                        "$" + method.getDeclaringClass().getSimpleName() + "." + method.getName(), SqlParserPos.ZERO),
                SqlKind.OTHER_FUNCTION,
                ReturnTypes.ARG0,
                InferTypes.FIRST_KNOWN,
                OperandTypes.operandMetadata(List.of(), f -> List.of(), i -> "a" + i, i -> false),
                ScalarFunctionImpl.create(method));
    }
}
