package io.grism.api;

import io.grism.exec.batch.Batch;
import io.grism.exec.graph.Direction;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;

/** A program that embeds Grism: SQL, a graph, Arrow batches out, a plan without running it, and a query built without SQL. */
public final class EmbeddingExample {
    private static final List<String> SETUP = List.of(
            "CREATE TABLE person (id INTEGER PRIMARY KEY, name VARCHAR, age INTEGER)",
            "CREATE TABLE knows (a INTEGER, b INTEGER)",
            "INSERT INTO person VALUES (1, 'Ada', 36), (2, 'Bob', 20), (3, 'Cid', 40)",
            "INSERT INTO knows VALUES (1, 2), (2, 3), (1, 3)",
            "CREATE PROPERTY GRAPH social VERTEX TABLES (person LABEL person PROPERTIES (name, age))"
                    + " EDGE TABLES (knows KEY (a, b) SOURCE KEY (a) REFERENCES person (id)"
                    + " DESTINATION KEY (b) REFERENCES person (id) LABEL knows NO PROPERTIES)");

    private EmbeddingExample() {}

    /** Runs it, and returns what it prints. */
    public static List<String> run() {
        List<String> printed = new ArrayList<>();
        try (GrismDatabase database = Grism.open();
                GrismConnection connection = database.connect()) {
            for (String statement : SETUP) {
                connection.execute(statement).close();
            }
            printed.addAll(friendCounts(connection));
            printed.addAll(friendsOf(connection, "Ada"));
            addInOneTransaction(connection);
            printed.addAll(friendsOf(connection, "Dan"));
            try (GrismStatement statement = connection.prepare("SELECT name FROM person WHERE age > ?")) {
                printed.add(statement.parameters().get(0).type() + " -> "
                        + statement.plan().getClass().getSimpleName());
            }
        }
        return printed;
    }

    /** SQL over the graph; the answer comes as Arrow vectors. */
    private static List<String> friendCounts(GrismConnection connection) {
        List<String> lines = new ArrayList<>();
        String sql = "SELECT name, count(*) AS friends FROM GRAPH_TABLE (social MATCH (p IS person)-[IS knows]->(q)"
                + " COLUMNS (p.name)) GROUP BY name ORDER BY name";
        try (GrismResult result = connection.execute(sql)) {
            for (Batch batch = result.next(); batch != null; batch = result.next()) {
                try (Batch rows = batch) {
                    VarCharVector names = (VarCharVector) rows.column(0);
                    BigIntVector counts = (BigIntVector) rows.column(1);
                    for (int row = 0; row < rows.rowCount(); row++) {
                        lines.add(names.getObject(row) + " knows " + counts.get(row));
                    }
                }
            }
        }
        return lines;
    }

    /** The same graph, asked without SQL. */
    private static List<String> friendsOf(GrismConnection connection, String name) {
        List<String> lines = new ArrayList<>();
        try (GrismStatement statement = connection.prepare(builder -> {
                    builder.match("social")
                            .vertex("p", "person")
                            .edge("k", Direction.OUT, "knows")
                            .vertex("q", "person")
                            .build();
                    builder.filter(builder.equals(builder.field("p.name"), builder.literal(name)));
                    builder.project(List.of(builder.field("q.name")), List.of("friend"));
                    return builder.sort(0).build();
                });
                GrismResult result = statement.execute()) {
            for (Batch batch = result.next(); batch != null; batch = result.next()) {
                try (Batch rows = batch) {
                    VarCharVector friends = (VarCharVector) rows.column(0);
                    for (int row = 0; row < rows.rowCount(); row++) {
                        lines.add(name + " -> " + friends.getObject(row));
                    }
                }
            }
        }
        return lines;
    }

    /** Both rows or none. */
    private static void addInOneTransaction(GrismConnection connection) {
        connection.begin();
        try {
            connection.execute("INSERT INTO person VALUES (4, 'Dan', 50)").close();
            connection.execute("INSERT INTO knows VALUES (4, 1)").close();
            connection.commit();
        } finally {
            if (connection.isInTransaction()) {
                connection.rollback();
            }
        }
    }

    public static void main(String[] arguments) {
        run().forEach(System.out::println);
    }
}
