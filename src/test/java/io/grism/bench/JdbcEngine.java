package io.grism.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An engine behind a JDBC driver, on one connection. */
abstract class JdbcEngine implements Engine {
    private @Nullable Connection connection;
    private @Nullable Dataset data;
    private volatile @Nullable Statement running;

    abstract Connection connect() throws SQLException;

    /** Statements that load the files. */
    abstract List<String> loading(Dataset dataset);

    abstract String text(Question question);

    @Override
    public final void load(Dataset dataset) throws SQLException {
        close();
        connection = connect();
        data = dataset;
        for (String statement : loading(dataset)) {
            execute(statement);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection().createStatement()) {
            running = statement;
            statement.execute(sql);
        } finally {
            running = null;
        }
    }

    @Override
    public final Answer ask(Question question, int run) throws SQLException {
        Answer answer = new Answer(question.ordered());
        switch (question.kind()) {
            case LOAD -> throw new IllegalArgumentException("Cannot ask to load");
            case LOOK_UP_PREPARED -> lookUpPrepared(question, run, answer);
            case LOOK_UP_TEXT -> {
                for (int i = 0; i < Question.LOOK_UPS; i++) {
                    query(
                            text(question).replace("?", Long.toString(data().lookedUp(run, i))),
                            question.columns(),
                            answer);
                }
            }
            case SQL, GRAPH, PATHS -> query(data().fill(text(question)), question.columns(), answer);
        }
        return answer;
    }

    private void query(String sql, String columns, Answer answer) throws SQLException {
        try (Statement statement = connection().createStatement()) {
            running = statement;
            try (ResultSet result = statement.executeQuery(sql)) {
                read(result, columns, answer);
            }
        } finally {
            running = null;
        }
    }

    private void lookUpPrepared(Question question, int run, Answer answer) throws SQLException {
        try (PreparedStatement statement = connection().prepareStatement(text(question))) {
            running = statement;
            for (int i = 0; i < Question.LOOK_UPS; i++) {
                statement.setLong(1, data().lookedUp(run, i));
                try (ResultSet result = statement.executeQuery()) {
                    read(result, question.columns(), answer);
                }
            }
        } finally {
            running = null;
        }
    }

    private static void read(ResultSet result, String columns, Answer answer) throws SQLException {
        int count = columns.length();
        while (result.next()) {
            for (int column = 0; column < count; column++) {
                switch (columns.charAt(column)) {
                    case 'd' -> answer.add(result.getDouble(column + 1));
                    case 's' -> answer.add(result.getString(column + 1));
                    default -> answer.add(result.getLong(column + 1));
                }
            }
            answer.endRow();
        }
    }

    @Override
    public final void cancel() throws SQLException {
        Statement statement = running;
        if (statement != null) {
            statement.cancel();
        }
    }

    @Override
    public final void close() throws SQLException {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    final Connection connection() {
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
