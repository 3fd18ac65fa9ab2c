package io.grism.bench;

import com.kuzudb.Connection;
import com.kuzudb.Database;
import com.kuzudb.FlatTuple;
import com.kuzudb.PreparedStatement;
import com.kuzudb.QueryResult;
import com.kuzudb.Value;
import com.kuzudb.Version;
import io.grism.bench.Dataset.Table;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Kuzu in memory, asked in Cypher. */
final class KuzuEngine implements Engine {
    private static final long BUFFER_POOL = 8L << 30;
    private static final long MAX_DATABASE = 1L << 36;

    private static final List<String> TABLES = List.of(
            "CREATE NODE TABLE City (id INT64 PRIMARY KEY, name STRING, country STRING)",
            "CREATE NODE TABLE Person (id INT64 PRIMARY KEY, name STRING, age INT32, score INT32, cohort INT32, city_id INT64)",
            "CREATE NODE TABLE Post (id INT64 PRIMARY KEY, author_id INT64, lang STRING, length INT32, created INT32)",
            "CREATE NODE TABLE Meeting (id INT64 PRIMARY KEY, host_id INT64, city_id INT64, held INT32)",
            "CREATE REL TABLE Knows (FROM Person TO Person, since INT32)",
            "CREATE REL TABLE LivesIn (FROM Person TO City)",
            "CREATE REL TABLE Wrote (FROM Person TO Post)",
            "CREATE REL TABLE Likes (FROM Person TO Post)",
            "CREATE REL TABLE Attends (FROM Meeting TO Person)",
            "CREATE REL TABLE Venue (FROM Meeting TO City)",
            "CREATE REL TABLE Host (FROM Meeting TO Person)");

    private final int threads;
    private @Nullable Database database;
    private @Nullable Connection connection;
    private @Nullable Dataset data;

    KuzuEngine(int threads) {
        this.threads = threads;
    }

    @Override
    public String version() {
        return "Kuzu " + Version.getVersion();
    }

    @Override
    public void load(Dataset dataset) {
        close();
        data = dataset;
        database = new Database(":memory:", BUFFER_POOL, true, false, MAX_DATABASE, false, -1);
        connection = new Connection(database);
        connection.setMaxNumThreadForExec(threads);
        TABLES.forEach(this::execute);
        copy("City", Table.CITY);
        copy("Person", Table.PERSON);
        copy("Post", Table.POST);
        copy("Meeting", Table.MEETING);
        copy("Knows", Table.KNOWS);
        copy("Likes", Table.LIKES);
        copy("Attends", Table.ATTENDS);
        execute("COPY LivesIn FROM (MATCH (p:Person) RETURN p.id, p.city_id)");
        execute("COPY Wrote FROM (MATCH (p:Post) RETURN p.author_id, p.id)");
        execute("COPY Venue FROM (MATCH (m:Meeting) RETURN m.id, m.city_id)");
        execute("COPY Host FROM (MATCH (m:Meeting) RETURN m.id, m.host_id)");
    }

    private void copy(String name, Table table) {
        execute("COPY " + name + " FROM '" + data().file(table) + "' (HEADER=true)");
    }

    private void execute(String cypher) {
        try (QueryResult result = connection().query(cypher)) {
            check(result);
        }
    }

    @Override
    public Answer ask(Question question, int run) {
        Answer answer = new Answer(question.ordered());
        switch (question.kind()) {
            case LOAD -> throw new IllegalArgumentException("Cannot ask to load");
            case LOOK_UP_PREPARED -> {
                try (PreparedStatement statement =
                        connection().prepare(question.kuzu().replace("?", "$id"))) {
                    for (int i = 0; i < Question.LOOK_UPS; i++) {
                        Map<String, Value> parameters = Map.of("id", new Value(data().lookedUp(run, i)));
                        try (QueryResult result = connection().execute(statement, parameters)) {
                            read(result, question.columns(), answer);
                        }
                    }
                }
            }
            case LOOK_UP_TEXT -> {
                for (int i = 0; i < Question.LOOK_UPS; i++) {
                    query(question.kuzu().replace("?", Long.toString(data().lookedUp(run, i))), question, answer);
                }
            }
            case SQL, GRAPH, PATHS -> query(data().fill(question.kuzu()), question, answer);
        }
        return answer;
    }

    private void query(String cypher, Question question, Answer answer) {
        try (QueryResult result = connection().query(cypher)) {
            read(result, question.columns(), answer);
        }
    }

    private static void check(QueryResult result) {
        if (!result.isSuccess()) {
            throw new IllegalStateException(result.getErrorMessage());
        }
    }

    private static void read(QueryResult result, String columns, Answer answer) {
        check(result);
        while (result.hasNext()) {
            try (FlatTuple row = result.getNext()) {
                for (int column = 0; column < columns.length(); column++) {
                    try (Value value = row.getValue(column)) {
                        Object object = value.getValue();
                        switch (columns.charAt(column)) {
                            case 'd' -> answer.add(((Number) object).doubleValue());
                            case 's' -> answer.add((String) object);
                            default -> answer.add(((Number) object).longValue());
                        }
                    }
                }
                answer.endRow();
            }
        }
    }

    @Override
    public void cancel() {
        connection().interrupt();
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
        if (database != null) {
            database.close();
            database = null;
        }
    }

    private Connection connection() {
        if (connection == null) {
            throw new IllegalStateException("Cannot ask before the load");
        }
        return connection;
    }

    private Dataset data() {
        if (data == null) {
            throw new IllegalStateException("Cannot ask before the load");
        }
        return data;
    }
}
