package io.grism.bench;

import io.grism.bench.Dataset.Table;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** DuckDB in memory through its JDBC driver: tables with primary keys. */
final class DuckEngine extends JdbcEngine {
    private static final List<String> TABLES = List.of(
            "CREATE TABLE city (id BIGINT PRIMARY KEY, name VARCHAR, country VARCHAR)",
            "CREATE TABLE person (id BIGINT PRIMARY KEY, name VARCHAR, age INTEGER, score INTEGER, cohort INTEGER, city_id BIGINT)",
            "CREATE TABLE knows (src BIGINT, dst BIGINT, since INTEGER)",
            "CREATE TABLE post (id BIGINT PRIMARY KEY, author_id BIGINT, lang VARCHAR, length INTEGER, created INTEGER)",
            "CREATE TABLE likes (person_id BIGINT, post_id BIGINT)",
            "CREATE TABLE meeting (id BIGINT PRIMARY KEY, host_id BIGINT, city_id BIGINT, held INTEGER)",
            "CREATE TABLE attends (meeting_id BIGINT, person_id BIGINT)");

    private final int threads;

    DuckEngine(int threads) {
        this.threads = threads;
    }

    @Override
    public String version() throws SQLException {
        return "DuckDB " + connection().getMetaData().getDatabaseProductVersion();
    }

    @Override
    Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("threads", Integer.toString(threads));
        properties.setProperty("memory_limit", EngineKind.MEMORY);
        return DriverManager.getConnection("jdbc:duckdb:", properties);
    }

    @Override
    List<String> loading(Dataset dataset) {
        List<String> statements = new ArrayList<>(TABLES);
        for (Table table : Table.values()) {
            statements.add(
                    "COPY " + table.label() + " FROM '" + dataset.file(table) + "' (HEADER true, DELIMITER ',')");
        }
        return statements;
    }

    @Override
    String text(Question question) {
        return question.duckdb();
    }
}
