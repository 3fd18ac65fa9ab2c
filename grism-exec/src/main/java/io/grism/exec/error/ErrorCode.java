package io.grism.exec.error;

/**
 * Every error that Grism reports. The number is stable and is the vendor code of an SQLException; the
 * SQLSTATE is the one of ISO 9075-2 clause 24, or of X/Open where the standard has none.
 */
public enum ErrorCode {
    SYNTAX_ERROR(1001, ErrorKind.USER, "42601"),
    INVALID_STATEMENT(1002, ErrorKind.USER, "42000"),
    UNKNOWN_TABLE(1003, ErrorKind.USER, "42S02"),
    UNKNOWN_COLUMN(1004, ErrorKind.USER, "42S22"),
    UNKNOWN_SCHEMA(1005, ErrorKind.USER, "3F000"),
    UNKNOWN_GRAPH(1006, ErrorKind.USER, "42S02"),
    UNKNOWN_LABEL(1007, ErrorKind.USER, "42000"),
    UNKNOWN_PROPERTY(1008, ErrorKind.USER, "42S22"),
    UNKNOWN_VARIABLE(1009, ErrorKind.USER, "42000"),
    UNKNOWN_FUNCTION(1010, ErrorKind.USER, "42883"),
    OBJECT_EXISTS(1011, ErrorKind.USER, "42S01"),
    TYPE_MISMATCH(1012, ErrorKind.USER, "42804"),
    INVALID_GRAPH(1013, ErrorKind.USER, "42000"),
    INVALID_PATTERN(1014, ErrorKind.USER, "42000"),
    DEPENDENT_OBJECTS(1015, ErrorKind.USER, "2BP01"),
    INVALID_PARAMETER(1016, ErrorKind.USER, "07001"),
    INVALID_OPTION(1017, ErrorKind.USER, "42000"),
    AMBIGUOUS_COLUMN(1018, ErrorKind.USER, "42702"),
    /** A version of a database that never was, or is kept no more. */
    UNKNOWN_VERSION(1019, ErrorKind.USER, "42704"),
    INVALID_TRANSACTION_STATE(1020, ErrorKind.USER, "25000"),

    DATA_ERROR(2001, ErrorKind.USER, "22000"),
    NUMERIC_OVERFLOW(2002, ErrorKind.USER, "22003"),
    DIVISION_BY_ZERO(2003, ErrorKind.USER, "22012"),
    INVALID_CAST(2004, ErrorKind.USER, "22018"),
    INVALID_DATETIME(2005, ErrorKind.USER, "22007"),
    STRING_TOO_LONG(2006, ErrorKind.USER, "22001"),
    SUBQUERY_MULTIPLE_ROWS(2007, ErrorKind.USER, "21000"),
    NOT_NULL_VIOLATION(2008, ErrorKind.USER, "23502"),
    UNIQUE_VIOLATION(2009, ErrorKind.USER, "23505"),
    FOREIGN_KEY_VIOLATION(2010, ErrorKind.USER, "23503"),
    FILE_FORMAT_ERROR(2011, ErrorKind.USER, "22P04"),

    NOT_SUPPORTED(3001, ErrorKind.UNSUPPORTED, "0A000"),

    OUT_OF_MEMORY(4001, ErrorKind.RESOURCE, "53200"),
    CANCELLED(4002, ErrorKind.RESOURCE, "57014"),
    TIMEOUT(4003, ErrorKind.RESOURCE, "HYT00"),
    WRITE_CONFLICT(4004, ErrorKind.RESOURCE, "40001"),
    CONNECTION_CLOSED(4005, ErrorKind.RESOURCE, "08003"),
    /** An executor was lost when some rows were already delivered: the query can be run again, but not gone on with. */
    RUN_AGAIN(4006, ErrorKind.RESOURCE, "40001"),

    FILE_NOT_FOUND(5001, ErrorKind.EXTERNAL, "58P01"),
    IO_ERROR(5002, ErrorKind.EXTERNAL, "58030"),
    CONNECTION_FAILED(5003, ErrorKind.EXTERNAL, "08001"),
    CLUSTER_LOST(5004, ErrorKind.EXTERNAL, "08006"),
    /** Executors that run a task are lost again and again. */
    EXECUTOR_LOST(5005, ErrorKind.EXTERNAL, "58000"),
    /** A file of a database is not what was written to it. */
    DATA_CORRUPTED(5006, ErrorKind.EXTERNAL, "XX001"),

    INTERNAL(9001, ErrorKind.INTERNAL, "XX000");

    private final int number;
    private final ErrorKind kind;
    private final String sqlState;

    ErrorCode(int number, ErrorKind kind, String sqlState) {
        this.number = number;
        this.kind = kind;
        this.sqlState = sqlState;
    }

    public int number() {
        return number;
    }

    public ErrorKind kind() {
        return kind;
    }

    public String sqlState() {
        return sqlState;
    }
}
