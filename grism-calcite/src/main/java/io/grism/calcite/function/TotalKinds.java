package io.grism.calcite.function;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.apache.calcite.sql.SqlKind;

/** The kinds of calls that have a value whatever their operands' values: comparisons, logic, and choices. */
public final class TotalKinds {
    public static final Set<SqlKind> ALL = Collections.unmodifiableSet(EnumSet.of(
            SqlKind.EQUALS,
            SqlKind.NOT_EQUALS,
            SqlKind.LESS_THAN,
            SqlKind.LESS_THAN_OR_EQUAL,
            SqlKind.GREATER_THAN,
            SqlKind.GREATER_THAN_OR_EQUAL,
            SqlKind.IS_DISTINCT_FROM,
            SqlKind.IS_NOT_DISTINCT_FROM,
            SqlKind.AND,
            SqlKind.OR,
            SqlKind.NOT,
            SqlKind.IS_NULL,
            SqlKind.IS_NOT_NULL,
            SqlKind.IS_TRUE,
            SqlKind.IS_NOT_TRUE,
            SqlKind.IS_FALSE,
            SqlKind.IS_NOT_FALSE,
            SqlKind.CASE,
            SqlKind.COALESCE));

    private TotalKinds() {}
}
