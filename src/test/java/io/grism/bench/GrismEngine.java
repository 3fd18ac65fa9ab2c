package io.grism.bench;

import io.grism.bench.Dataset.Table;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Grism through its JDBC driver: tables with primary keys, and a property graph over them. */
final class GrismEngine extends JdbcEngine {
    private static final List<String> TABLES = List.of(
            "CREATE TABLE city (id BIGINT PRIMARY KEY, name VARCHAR, country VARCHAR)",
            "CREATE TABLE person (id BIGINT PRIMARY KEY, name VARCHAR, age INTEGER, score INTEGER, cohort INTEGER, city_id BIGINT)",
            "CREATE TABLE knows (src BIGINT, dst BIGINT, since INTEGER)",
            "CREATE TABLE post (id BIGINT PRIMARY KEY, author_id BIGINT, lang VARCHAR, length INTEGER, created INTEGER)",
            "CREATE TABLE likes (person_id BIGINT, post_id BIGINT)",
            "CREATE TABLE meeting (id BIGINT PRIMARY KEY, host_id BIGINT, city_id BIGINT, held INTEGER)",
            "CREATE TABLE attends (meeting_id BIGINT, person_id BIGINT)");

    private static final String GRAPH =
            """
            CREATE PROPERTY GRAPH social
              VERTEX TABLES (city, person, post)
              EDGE TABLES (
                knows KEY (src, dst) SOURCE KEY (src) REFERENCES person (id) DESTINATION KEY (dst) REFERENCES person (id),
                person AS lives_in KEY (id) SOURCE KEY (id) REFERENCES person (id)
                  DESTINATION KEY (city_id) REFERENCES city (id) NO PROPERTIES,
                likes KEY (person_id, post_id) SOURCE KEY (person_id) REFERENCES person (id)
                  DESTINATION KEY (post_id) REFERENCES post (id) NO PROPERTIES,
                meeting
                  ROLE host KEY (host_id) REFERENCES person (id)
                  ROLE venue KEY (city_id) REFERENCES city (id)
                  ROLE attendee THROUGH attends KEY (meeting_id) PLAYER KEY (person_id) REFERENCES person (id))
            """;

    private final int threads;

    GrismEngine(int threads) {
        this.threads = threads;
    }

    @Override
    public String version() {
        return "Grism";
    }

    @Override
    Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:grism:threads=" + threads + ";memory=" + EngineKind.MEMORY);
    }

    @Override
    List<String> loading(Dataset dataset) {
        List<String> statements = new ArrayList<>(TABLES);
        for (Table table : Table.values()) {
            statements.add(
                    "COPY " + table.label() + " FROM '" + dataset.file(table) + "' (header true, delimiter ',')");
        }
        statements.add(GRAPH);
        return statements;
    }

    @Override
    String text(Question question) {
        return question.grism();
    }
}
