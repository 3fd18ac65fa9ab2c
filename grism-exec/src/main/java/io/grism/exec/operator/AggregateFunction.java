package io.grism.exec.operator;

/**
 * Aggregates. All but COUNT skip NULL arguments and give NULL for no value, unless said. Results do not depend on the order of the input: sums of REAL and DOUBLE
 * are exact and rounded once.
 */
public enum AggregateFunction {
    /** Rows; with arguments, rows in which none is NULL. */
    COUNT,
    /** Of the result's type: BIGINT and DECIMAL are checked. With a second argument, a positive BIGINT, each value counts that many times; so in SUM0 and AVG. */
    SUM,
    /** Like SUM, 0 for no value. */
    SUM0,
    /** Exact for integers and DECIMAL, rounded half up at the result's scale. */
    AVG,
    /** The average of exact values of which there are sums: a sum, and the BIGINT number of values in it. */
    AVG_OF_SUMS,
    MIN,
    MAX,
    /** Some value. */
    ANY_VALUE,
    /** The only value; a second row is an error (SUBQUERY_MULTIPLE_ROWS). */
    SINGLE_VALUE,
    BOOL_AND,
    BOOL_OR,
    BIT_AND,
    BIT_OR,
    BIT_XOR,
    VAR_POP,
    VAR_SAMP,
    STDDEV_POP,
    STDDEV_SAMP,
    COVAR_POP,
    COVAR_SAMP,
    /** Both arguments not null. */
    REGR_COUNT,
    REGR_SXX,
    REGR_SYY,
    /** Strings joined by the separator, in the given order. */
    LISTAGG,
    /** All values, NULLs too, as an array. */
    ARRAY_AGG,
    /** All values, NULLs too, as a multiset. */
    COLLECT,
    /** arguments: fraction column, then the order's key is the value. */
    PERCENTILE_CONT,
    PERCENTILE_DISC,
    MODE,
    /** First argument at the least (greatest) second. */
    ARG_MIN,
    ARG_MAX,
    /** Exact here. */
    APPROX_COUNT_DISTINCT,

    /** Windows only. */
    ROW_NUMBER,
    RANK,
    DENSE_RANK,
    PERCENT_RANK,
    CUME_DIST,
    /** argument: the number of buckets. */
    NTILE,
    /** arguments: value, offset (default 1), default (default NULL). */
    LAG,
    LEAD,
    FIRST_VALUE,
    LAST_VALUE,
    /** arguments: value, n from 1. */
    NTH_VALUE
}
