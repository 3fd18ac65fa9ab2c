package io.grism.test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import net.hydromatic.quidem.AbstractCommand;

/** {@code !fails} of a golden script: runs the statement before it and shows SQLSTATE, code and message of its error. */
final class FailsCommand extends AbstractCommand {
    private final List<String> lines;
    private final List<String> content;

    FailsCommand(List<String> lines, List<String> content) {
        this.lines = List.copyOf(lines);
        this.content = List.copyOf(content);
    }

    @Override
    public void execute(Context context, boolean execute) {
        if (execute) {
            context.echo(List.of(error(context.connection(), context.previousSqlCommand().sql)
                    .split("\n")));
        } else {
            context.echo(content);
        }
        context.echo(lines);
    }

    private static String error(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            if (statement.execute(sql)) {
                try (ResultSet rows = statement.getResultSet()) {
                    int count = 0;
                    while (rows.next()) {
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            rows.getObject(i);
                        }
                        count++;
                    }
                    return "No error, " + count + " rows";
                }
            }
            return "No error, " + statement.getUpdateCount() + " rows modified";
        } catch (SQLException e) {
            return e.getSQLState() + " " + e.getErrorCode() + ": " + e.getMessage();
        }
    }
}
