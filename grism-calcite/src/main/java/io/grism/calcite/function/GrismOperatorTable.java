package io.grism.calcite.function;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.fun.SqlLibrary;
import org.apache.calcite.sql.fun.SqlLibraryOperatorTableFactory;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlOperatorTables;

/**
 * The operators and functions of Grism's SQL: the standard ones, and those of other databases under names that the standard leaves free, the first library
 * that has a name giving its meaning. Holds nothing that cannot run.
 */
public final class GrismOperatorTable {
    /** In order of precedence. */
    private static final List<SqlLibrary> LIBRARIES =
            List.of(SqlLibrary.POSTGRESQL, SqlLibrary.BIG_QUERY, SqlLibrary.MYSQL, SqlLibrary.ORACLE, SqlLibrary.SPARK);

    /** Functions that validate and cannot run, by upper-case name. */
    static final Set<String> REMOVED = Set.of();

    private static final SqlOperatorTable INSTANCE = SqlOperatorTables.of(operators());

    private GrismOperatorTable() {}

    public static SqlOperatorTable instance() {
        return INSTANCE;
    }

    private static List<SqlOperator> operators() {
        List<SqlOperator> operators = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (SqlOperator operator : SqlStdOperatorTable.instance().getOperatorList()) {
            taken.add(name(operator));
            if (!REMOVED.contains(name(operator))) {
                operators.add(operator);
            }
        }
        for (SqlLibrary library : LIBRARIES) {
            Set<String> added = new HashSet<>();
            for (SqlOperator operator : SqlLibraryOperatorTableFactory.INSTANCE
                    .getOperatorTable(library)
                    .getOperatorList()) {
                boolean callable = operator instanceof SqlFunction;
                if (callable && !taken.contains(name(operator)) && !REMOVED.contains(name(operator))) {
                    operators.add(operator);
                    added.add(name(operator));
                }
            }
            taken.addAll(added);
        }
        return operators;
    }

    private static String name(SqlOperator operator) {
        return operator.getName().toUpperCase(Locale.ROOT);
    }
}
