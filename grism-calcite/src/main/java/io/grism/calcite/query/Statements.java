package io.grism.calcite.query;

import io.grism.calcite.query.QueryStatement.QueryPlanSource;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.Snapshot;
import io.grism.parser.SqlGrismExplain;
import io.grism.parser.SqlShow;
import java.util.List;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

/** From text to a prepared statement: queries go to the planner, everything else to the command executors. */
final class Statements {
    private static final List<CommandExecutor> EXECUTORS =
            List.of(new SettingCommands(), new DefinitionCommands(), new RowCommands(), new CopyCommands());

    private Statements() {}

    static BoundStatement prepare(Session session, String sql) {
        String schema = session.currentSchema();
        // The tree is changed by validation: each plan starts from the text.
        QueryPlanSource source = snapshot -> session.planner().plan(SqlText.parse(sql), snapshot, schema, null);
        try (Snapshot snapshot = session.store().snapshot()) {
            QueryPlan known = session.plans().find(sql, schema, snapshot);
            if (known != null) {
                return new QueryStatement(session, sql, source, known);
            }
            SqlNode statement = SqlText.parse(sql);
            if (!statement.isA(SqlKind.QUERY)) {
                return prepare(session, sql, statement);
            }
            QueryPlan plan = session.planner().plan(statement, snapshot, schema, null);
            session.plans().keep(sql, schema, plan);
            return new QueryStatement(session, sql, source, plan);
        }
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
