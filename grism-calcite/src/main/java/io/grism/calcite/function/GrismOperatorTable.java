package io.grism.calcite.function;

import io.grism.calcite.type.GrismTypeSystem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlBasicFunction;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.fun.SqlBasicAggFunction;
import org.apache.calcite.sql.fun.SqlLibrary;
import org.apache.calcite.sql.fun.SqlLibraryOperatorTableFactory;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlLikeOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.util.ReflectiveSqlOperatorTable;

/**
 * The operators and functions of Grism's SQL: the standard ones, and those of other databases under names that the standard leaves free, the first library
 * that has a name giving its meaning. Holds nothing that cannot run.
 */
public final class GrismOperatorTable {
    /** In order of precedence. */
    private static final List<SqlLibrary> LIBRARIES =
            List.of(SqlLibrary.POSTGRESQL, SqlLibrary.BIG_QUERY, SqlLibrary.MYSQL, SqlLibrary.ORACLE, SqlLibrary.SPARK);

    /** Functions that validate and cannot run, by upper-case name. */
    private static final Set<String> REMOVED = Set.of(
            "$HISTOGRAM_MIN",
            "$HISTOGRAM_MAX",
            "$HISTOGRAM_FIRST_VALUE",
            "$HISTOGRAM_LAST_VALUE",
            "CLASSIFIER",
            "CONTAINS_SUBSTR",
            "CURRENT_SCHEMA",
            "FIRST",
            "FUSION",
            "HISTOGRAM_AGG",
            "$HISTOGRAM",
            "HOP",
            "HOP_END",
            "HOP_START",
            "INTERSECTION",
            "JSON_ARRAYAGG",
            "JSON_OBJECTAGG",
            "LAST",
            "MATCH_NUMBER",
            "NEXT",
            "PREV",
            "RAND_INTEGER",
            "SESSION",
            "SESSION_END",
            "SESSION_START",
            "TUMBLE",
            "TUMBLE_END",
            "TUMBLE_START",
            "TYPEOF",
            "VARIANTNULL",
            "ARRAY_CONCAT_AGG",
            "XMLTRANSFORM");

    private static final SqlOperatorTable INSTANCE = new Table(operators());

    /** Finds functions of special syntax, COUNT(*) and CAST among them, as plain functions too; a list of operators does not. */
    private static final class Table extends ReflectiveSqlOperatorTable {
        private Table(List<SqlOperator> operators) {
            setOperators(buildIndex(operators));
        }
    }

    private GrismOperatorTable() {}

    public static SqlOperatorTable instance() {
        return INSTANCE;
    }

    /** The names of all functions, in upper case. */
    public static Set<String> functionNames() {
        Set<String> names = new TreeSet<>();
        for (SqlOperator operator : INSTANCE.getOperatorList()) {
            if (operator instanceof SqlFunction && !operator.getName().startsWith("$")) {
                names.add(name(operator));
            }
        }
        return names;
    }

    private static List<SqlOperator> operators() {
        List<SqlOperator> operators = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (SqlOperator operator : SqlStdOperatorTable.instance().getOperatorList()) {
            taken.add(name(operator));
            if (!REMOVED.contains(name(operator))) {
                operators.add(replaced(operator));
            }
        }
        operators.add(SqlLibraryOperators.TRY_CAST);
        taken.add(name(SqlLibraryOperators.TRY_CAST));
        operators.add(RandomUuid.OPERATOR);
        taken.add(name(RandomUuid.OPERATOR));
        operators.add(ContainsTokens.OPERATOR);
        taken.add(name(ContainsTokens.OPERATOR));
        for (SqlLibrary library : LIBRARIES) {
            Set<String> added = new HashSet<>();
            for (SqlOperator operator : SqlLibraryOperatorTableFactory.INSTANCE
                    .getOperatorTable(library)
                    .getOperatorList()) {
                boolean callable = operator instanceof SqlFunction || operator instanceof SqlLikeOperator;
                if (callable && !taken.contains(name(operator)) && !REMOVED.contains(name(operator))) {
                    operators.add(operator);
                    added.add(name(operator));
                }
            }
            taken.addAll(added);
        }
        return operators;
    }

    /** The operator with the type that its results need here. */
    private static SqlOperator replaced(SqlOperator operator) {
        return switch (operator.getKind()) {
            case STDDEV_POP, STDDEV_SAMP, VAR_POP, VAR_SAMP ->
                SqlBasicAggFunction.create(
                        operator.getName(),
                        operator.getKind(),
                        ReturnTypes.DOUBLE.andThen(SqlTypeTransforms.FORCE_NULLABLE),
                        OperandTypes.NUMERIC);
            default ->
                operator.equals(SqlStdOperatorTable.ROUND)
                        ? ((SqlBasicFunction) operator).withReturnTypeInference(GrismOperatorTable::rounded)
                        : operator;
        };
    }

    /** Rounding may carry into one more digit. */
    private static RelDataType rounded(SqlOperatorBinding call) {
        RelDataType argument = call.getOperandType(0);
        if (!SqlTypeUtil.isDecimal(argument)) {
            return ReturnTypes.ARG0_NULLABLE.inferReturnType(call);
        }
        RelDataTypeFactory factory = call.getTypeFactory();
        int precision = Math.min(GrismTypeSystem.MAX_DECIMAL_PRECISION, argument.getPrecision() + 1);
        boolean nullable = false;
        for (RelDataType operand : call.collectOperandTypes()) {
            nullable |= operand.isNullable();
        }
        return factory.createTypeWithNullability(
                factory.createSqlType(SqlTypeName.DECIMAL, precision, argument.getScale()), nullable);
    }

    private static String name(SqlOperator operator) {
        return operator.getName().toUpperCase(Locale.ROOT);
    }
}
