package io.grism.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as a script sees it: what it prints where, and its exit code. */
final class MainTest {
    private static final String VALUES =
            "SELECT 1 AS a, 'x,\"y\"' AS b, CAST(NULL AS INTEGER) AS c, 0.0000000 AS d, TRUE AS e";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PrintStream systemOut = System.out;
    private final PrintStream systemErr = System.err;

    @TempDir
    private Path folder;

    @BeforeEach
    void redirect() {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setOut(systemOut);
        System.setErr(systemErr);
    }

    private void assertRuns(int code, String printed, String complained, String... arguments) throws IOException {
        assertEquals(code, Main.run(arguments));
        assertEquals(printed, out.toString(StandardCharsets.UTF_8));
        assertEquals(complained, err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void printsCsvWithNothingForNull() throws IOException {
        assertRuns(
                0,
                "\"a\",\"b\",\"c\",\"d\",\"e\"\n\"1\",\"x,\"\"y\"\"\",\"\",\"0.0000000\",\"true\"\n",
                "",
                "sql",
                "--format",
                "csv",
                "-e",
                VALUES);
    }

    @Test
    void printsJson() throws IOException {
        assertRuns(
                0,
                "{\"resultset\":[\n{\"a\":1,\"b\":\"x,\\\"y\\\"\",\"c\":null,\"d\":0.0000000,\"e\":true}\n]}\n",
                "",
                "sql",
                "--format=json",
                "-e",
                VALUES);
    }

    @Test
    void opensTheDatabaseInAFolder() throws IOException {
        String db = folder.resolve("db").toString();
        assertRuns(0, "", "", "sql", db, "--format", "csv", "--threads", "1", "-e", "CREATE TABLE t AS VALUES (1)");
        assertRuns(
                0,
                "\"n\"\n\"1\"\n",
                "",
                "sql",
                "--format",
                "csv",
                "--threads=1",
                db,
                "-e",
                "SELECT COUNT(*) AS n FROM t");
    }

    @Test
    void warningsAreOneLine() throws IOException {
        String db = folder.resolve("db").toString();
        assertRuns(
                0,
                "",
                "Warning: Removed 0 versions and 0 files of 0 bytes. (state=01000,code=0)\n",
                "sql",
                db,
                "-e",
                "VACUUM");
    }

    @Test
    void opensOneDatabaseOnly() throws IOException {
        assertEquals(2, Main.run("sql", "/a", "/b"));
        assertEquals(2, Main.run("sql", "s3://a/b;aws_secret_access_key=hidden"));
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("-u \"jdbc:grism:s3://a/b;NAME=VALUE\""));
        assertFalse(err.toString(StandardCharsets.UTF_8).contains("hidden"));
    }

    @Test
    void aFailedStatementEndsTheScriptWithOne() throws IOException {
        assertRuns(
                1,
                "\"x\"\n\"1\"\n",
                "Error: Cannot find table: nowhere. (line 1, column 15) (state=42S02, code=1003)\n",
                "sql",
                "--format",
                "csv",
                "-e",
                "SELECT 1 AS x; SELECT * FROM nowhere; SELECT 2");
    }

    @Test
    void aScriptHasTransactions() throws IOException {
        assertRuns(
                0,
                "\"n\"\n\"3\"\n\"n\"\n\"1\"\n\"n\"\n\"2\"\n",
                "",
                "sql",
                "--format",
                "csv",
                "-e",
                "CREATE TABLE t (i INTEGER); INSERT INTO t VALUES (1);"
                        + "BEGIN; INSERT INTO t VALUES (2), (3); SELECT COUNT(*) AS n FROM t; ROLLBACK;"
                        + "SELECT COUNT(*) AS n FROM t; START TRANSACTION; INSERT INTO t VALUES (2); COMMIT;"
                        + "SELECT COUNT(*) AS n FROM t");
    }

    @Test
    void theShellsOwnCommandsForTransactionsWork() throws IOException {
        Path script = folder.resolve("commands.sql");
        Files.writeString(
                script,
                """
                CREATE TABLE t (i INTEGER);
                !autocommit off
                INSERT INTO t VALUES (1);
                !commit
                INSERT INTO t VALUES (2);
                !rollback
                !autocommit on
                SELECT i FROM t;
                """);
        assertEquals(0, Main.run("sql", "--format", "csv", "-f", script.toString()), err::toString);
        String printed = out.toString(StandardCharsets.UTF_8);
        assertEquals(true, printed.endsWith("\"i\"\n\"1\"\n"), printed);
    }

    @Test
    void anErrorOfAFileTellsWhereItsStatementStarts() throws IOException {
        Path script = folder.resolve("load.sql");
        Files.writeString(
                script, "CREATE TABLE t (a INTEGER);\n\nINSERT INTO t VALUES (1);\nSELECT missing\nFROM t;\n");
        assertRuns(
                1,
                "",
                "Error in the statement at " + script
                        + ":4: Cannot find column: missing. (line 1, column 8) (state=42S22, code=1004)\n",
                "sql",
                "-f",
                script.toString());
    }

    @Test
    void wrongCommandLinesLeaveWithTwo() throws IOException {
        assertEquals(2, Main.run("sql", "--format", "pretty", "-e", "SELECT 1"));
        assertEquals(2, Main.run("sql", "-f", folder.toString()));
        assertEquals(2, Main.run("sql", "-f", folder.resolve("none.sql").toString()));
        assertEquals(2, Main.run("sql", "-e"));
        assertEquals(2, Main.run("sql", "--bogus", "1"));
        assertEquals(2, Main.run("demo", "fast"));
        assertEquals("", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aConnectionThatDoesNotOpenLeavesWithOne() throws IOException {
        assertRuns(
                1,
                "",
                "Error: Cannot set threads: 'many'. Allowed is a number from 1 to 1024. (state=42000, code=1017)\n",
                "sql",
                "--threads",
                "many",
                "-e",
                "SELECT 1");
    }
}
