package io.grism.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class MetadataTest {
    private static Connection connection;

    @BeforeAll
    static void open() throws SQLException {
        connection = DriverManager.getConnection("jdbc:grism:");
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE person (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL, UNIQUE (name))");
            statement.execute("CREATE TABLE knows (a INTEGER NOT NULL REFERENCES person (id),"
                    + " b INTEGER NOT NULL REFERENCES person (id), weight DECIMAL(5, 2), PRIMARY KEY (a, b))");
            statement.execute("CREATE VIEW adults AS SELECT id FROM person");
            statement.execute("CREATE PROPERTY GRAPH g VERTEX TABLES (person LABEL person PROPERTIES (id, name))"
                    + " EDGE TABLES (knows SOURCE KEY (a) REFERENCES person (id)"
                    + " DESTINATION KEY (b) REFERENCES person (id) LABEL knows PROPERTIES (weight))");
            statement.execute("CREATE SCHEMA other");
        }
    }

    @AfterAll
    static void close() throws SQLException {
        connection.close();
    }

    private static List<String> list(ResultSet rows, String... columns) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (rows) {
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (String column : columns) {
                    values.add(rows.getString(column));
                }
                lines.add(String.join(" ", values));
            }
        }
        return lines;
    }

    private static DatabaseMetaData metadata() throws SQLException {
        return connection.getMetaData();
    }

    @Test
    void tablesViewsAndGraphs() throws SQLException {
        assertEquals(
                List.of("PROPERTY GRAPH main g", "TABLE main knows", "TABLE main person", "VIEW main adults"),
                list(metadata().getTables(null, null, "%", null), "TABLE_TYPE", "TABLE_SCHEM", "TABLE_NAME"));
        assertEquals(
                List.of("g"),
                list(metadata().getTables(null, "main", "%", new String[] {"PROPERTY GRAPH"}), "TABLE_NAME"));
        assertEquals(
                List.of("knows (source: person, destination: person)"),
                list(metadata().getTables(null, "main", "g", null), "REMARKS"));
        assertEquals(List.of("person"), list(metadata().getTables(null, null, "PER%", null), "TABLE_NAME"));
        assertEquals(List.of("main", "other"), list(metadata().getSchemas(), "TABLE_SCHEM"));
        assertEquals(List.of("PROPERTY GRAPH", "TABLE", "VIEW"), list(metadata().getTableTypes(), "TABLE_TYPE"));
    }

    @Test
    void columns() throws SQLException {
        assertEquals(
                List.of("a INTEGER 10 NO", "b INTEGER 10 NO", "weight DECIMAL 5 YES"),
                list(
                        metadata().getColumns(null, "main", "knows", "%"),
                        "COLUMN_NAME",
                        "TYPE_NAME",
                        "COLUMN_SIZE",
                        "IS_NULLABLE"));
        assertEquals(
                List.of("person.id", "person.name", "knows.weight"),
                list(metadata().getColumns(null, null, "g", null), "COLUMN_NAME"));
    }

    @Test
    void keys() throws SQLException {
        assertEquals(
                List.of("a 1", "b 2"), list(metadata().getPrimaryKeys(null, null, "knows"), "COLUMN_NAME", "KEY_SEQ"));
        assertEquals(
                List.of("a person id", "b person id"),
                list(
                        metadata().getImportedKeys(null, null, "knows"),
                        "FKCOLUMN_NAME",
                        "PKTABLE_NAME",
                        "PKCOLUMN_NAME"));
        assertEquals(
                List.of("knows a", "knows b"),
                list(metadata().getExportedKeys(null, null, "person"), "FKTABLE_NAME", "FKCOLUMN_NAME"));
        assertEquals(
                List.of("PRIMARY id", "person_key1 name"),
                list(metadata().getIndexInfo(null, null, "person", true, false), "INDEX_NAME", "COLUMN_NAME"));
    }

    @Test
    void capabilities() throws SQLException {
        assertEquals("Grism", metadata().getDatabaseProductName());
        assertEquals("\"", metadata().getIdentifierQuoteString());
        assertTrue(list(metadata().getTypeInfo(), "TYPE_NAME").contains("DECIMAL"));
        assertTrue(list(metadata().getFunctions(null, null, "UPP%"), "FUNCTION_NAME")
                .contains("UPPER"));
    }
}
