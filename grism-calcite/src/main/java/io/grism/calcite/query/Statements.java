package io.grism.calcite.query;

import io.grism.calcite.query.QueryStatement.QueryPlanSource;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.Snapshot;
import io.grism.parser.SqlGrismExplain;
import io.grism.parser.SqlShow;
import io.grism.parser.SqlTemplate;
import java.util.List;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

/** From text to a prepared statement: queries go to the planner, everything else to the command executors. */
final class Statements {
    private static final List<CommandExecutor> EXECUTORS = List.of(
            new SettingCommands(),
            new HistoryCommands(),
            new DefinitionCommands(),
            new RowCommands(),
            new CopyCommands(),
            new TransactionCommands());

    private Statements() {}

    static BoundStatement prepare(Session session, String sql) {
        String schema = session.currentSchema();
        SqlTemplate text = SqlTemplate.of(sql);
        try (Snapshot snapshot = session.snapshot()) {
            // The tree is changed by validation: each plan starts from the text.
            QueryPlanSource source = now -> plan(session, text, SqlText.parse(sql), now, schema);
            BoundPlan known = session.plans().find(text, schema, snapshot);
            if (known != null) {
                return new QueryStatement(session, sql, source, known);
            }
            SqlNode statement = SqlText.parse(sql);
            return statement.isA(SqlKind.QUERY)
                    ? new QueryStatement(session, sql, source, plan(session, text, statement, snapshot, schema))
                    : prepare(session, sql, statement);
        }
    }

    private static BoundPlan plan(Session session, SqlTemplate text, SqlNode query, Snapshot snapshot, String schema) {
        PlanCache.Planned planned = session.planner().plan(query, text, snapshot, schema);
        return session.plans().keep(text, schema, planned);
    }

    private static BoundStatement prepare(Session session, String sql, SqlNode statement) {
        if (statement instanceof SqlGrismExplain explain) {
            return Explain.prepare(session, sql, explain);
        }
        if (statement instanceof SqlShow show) {
            return Show.prepare(session, sql, show);
        }
        SessionContext context = new SessionContext(session, sql);
        for (CommandExecutor executor : EXECUTORS) {
            Command command = executor.prepare(statement, context);
            if (command != null) {
                return new CommandStatement(session, sql, command);
            }
        }
        throw new GrismException(
                ErrorCode.NOT_SUPPORTED,
                "Cannot run statement: " + statement.getKind().sql + ". It is not supported.",
                SqlErrors.position(statement.getParserPosition()),
                null);
    }
}
