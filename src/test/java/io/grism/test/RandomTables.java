package io.grism.test;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Three tables of the same columns with random rows, many NULLs and few distinct values. Doubles are multiples of a quarter, so that their sums are exact in any engine.
 */
final class RandomTables {
    static final List<String> NAMES = List.of("t0", "t1", "t2");

    /** The types that generated queries know. */
    enum Type {
        INT("integer"),
        STRING("varchar(20)"),
        DECIMAL("decimal(8, 2)"),
        DOUBLE("double precision"),
        DATE("date"),
        BOOL("boolean");

        final String sql;

        Type(String sql) {
            this.sql = sql;
        }
    }

    record Column(String name, Type type) {}

    static final List<Column> COLUMNS = List.of(
            new Column("id", Type.INT),
            new Column("ia", Type.INT),
            new Column("ib", Type.INT),
            new Column("sa", Type.STRING),
            new Column("sb", Type.STRING),
            new Column("da", Type.DECIMAL),
            new Column("xa", Type.DOUBLE),
            new Column("fa", Type.DATE),
            new Column("ga", Type.BOOL));

    private final List<String> statements = new ArrayList<>();

    RandomTables(Random random) {
        for (String table : NAMES) {
            List<String> definitions = new ArrayList<>();
            for (Column column : COLUMNS) {
                definitions.add(column.name() + " " + column.type().sql);
            }
            statements.add("create table " + table + " (" + String.join(", ", definitions) + ")");
            int rows = random.nextInt(6) == 0 ? random.nextInt(2) : random.nextInt(25);
            List<String> values = new ArrayList<>();
            for (int id = 1; id <= rows; id++) {
                values.add(row(id, random));
            }
            if (rows > 0) {
                statements.add("insert into " + table + " values " + String.join(", ", values));
            }
        }
    }

    private static String row(int id, Random random) {
        List<String> values = new ArrayList<>();
        for (Column column : COLUMNS) {
            boolean isNull = random.nextInt(6) == 0;
            values.add(
                    column.name().equals("id")
                            ? Integer.toString(id)
                            : isNull ? "null" : literal(column.type(), random));
        }
        return "(" + String.join(", ", values) + ")";
    }

    static String literal(Type type, Random random) {
        return switch (type) {
            case INT -> Integer.toString(random.nextInt(12) - 3);
            case STRING -> "'" + "abcdefgh".substring(0, random.nextInt(4) + 1).substring(random.nextInt(2)) + "'";
            case DECIMAL -> (random.nextInt(1000) - 300) + "." + (10 + random.nextInt(90));
            case DOUBLE -> "cast(" + (random.nextInt(200) - 50) + ".25 as double precision)";
            case DATE -> "date '2024-0" + (1 + random.nextInt(3)) + "-" + (10 + random.nextInt(10)) + "'";
            case BOOL -> random.nextBoolean() ? "true" : "false";
        };
    }

    void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Override
    public String toString() {
        return String.join(";\n", statements) + ";";
    }
}
