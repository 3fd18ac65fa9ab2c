package io.grism.calcite.query;

import io.grism.api.GrismStatement;
import io.grism.calcite.catalog.VersionName;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.History;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.Snapshot;
import io.grism.parser.SqlCreateTag;
import io.grism.parser.SqlDropObject;
import io.grism.parser.SqlMaintenance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** CREATE TAG, DROP TAG, RESTORE, VACUUM, OPTIMIZE: what is done with the versions of a database. */
final class HistoryCommands implements CommandExecutor {
    /** How old a version must be for VACUUM, unless it says. */
    private static final Duration RETENTION = Duration.ofDays(7);

    @Override
    public @Nullable Command prepare(SqlNode statement, StatementContext context) {
        if (!(context instanceof SessionContext own)) {
            return null;
        }
        Session session = own.session();
        if (statement instanceof SqlCreateTag tag) {
            return command(session, tag, "create a tag", execution -> createTag(session, tag));
        }
        if (statement instanceof SqlDropObject drop && drop.type() == SqlDropObject.Type.TAG) {
            return command(session, drop.name(), "drop a tag", execution -> dropTag(session, drop));
        }
        if (statement instanceof SqlMaintenance maintenance) {
            return switch (maintenance.action()) {
                case RESTORE ->
                    command(
                            session,
                            maintenance.version().value(),
                            "restore a version",
                            execution -> restore(session, maintenance));
                case VACUUM ->
                    command(
                            session,
                            maintenance,
                            "remove versions",
                            execution -> vacuum(session, retention(maintenance.retain())));
                case OPTIMIZE -> command(session, maintenance, "optimize", execution -> optimize(own, maintenance));
            };
        }
        return null;
    }

    private static Command command(Session session, SqlNode at, String what, Action action) {
        return new HistoryCommand(session, at.getParserPosition(), what, action);
    }

    private interface Action {
        Command.Result run(Execution execution);
    }

    /** The store does these by itself, not in a transaction. */
    private record HistoryCommand(Session session, SqlParserPos position, String what, Action action)
            implements Command {
        @Override
        public GrismStatement.Kind kind() {
            return GrismStatement.Kind.DDL;
        }

        @Override
        public Result execute(Execution execution) {
            try {
                session.transactions().requireNone(what);
                return action.run(execution);
            } catch (GrismException e) {
                throw e.at(SqlErrors.position(position));
            }
        }
    }

    private static Command.Result createTag(Session session, SqlCreateTag statement) {
        History history = session.versions().history();
        String tag = statement.name().getSimple();
        boolean exists = statement.ifNotExists()
                && history.versions().stream()
                        .anyMatch(version -> version.tags().contains(tag));
        if (!exists) {
            SqlNode version = statement.version();
            long number;
            try (Snapshot snapshot = version == null
                    ? session.snapshot()
                    : session.versions().open(VersionLiterals.version(version), Instant.now())) {
                number = snapshot.version();
            }
            history.tag(tag, number);
        }
        return Command.Result.NONE;
    }

    private static Command.Result dropTag(Session session, SqlDropObject statement) {
        if (statement.behavior() == SqlDropObject.Behavior.CASCADE
                || !statement.name().isSimple()) {
            throw new GrismException(
                    ErrorCode.INVALID_STATEMENT, "Cannot drop tag " + statement.name() + " so. Write DROP TAG name.");
        }
        try {
            session.versions().history().untag(statement.name().getSimple());
        } catch (GrismException e) {
            if (!statement.ifExists || e.code() != ErrorCode.UNKNOWN_VERSION) {
                throw e;
            }
        }
        return Command.Result.NONE;
    }

    private static Command.Result restore(Session session, SqlMaintenance statement) {
        session.checkReadsNewest();
        session.transactions().requireWritable();
        VersionName version = VersionLiterals.of(statement.version());
        History history = session.versions().history();
        // Open until it is restored: nobody may remove it.
        try (Snapshot older = session.versions().open(version, Instant.now())) {
            history.restore(older.version());
        }
        return Command.Result.NONE;
    }

    private static Duration retention(@Nullable SqlNode interval) {
        if (interval == null) {
            return RETENTION;
        }
        Duration wanted = VersionLiterals.duration((SqlIntervalLiteral) interval);
        if (wanted.isNegative()) {
            throw new GrismException(
                    ErrorCode.INVALID_STATEMENT,
                    "Cannot retain versions for " + interval + ". The interval is not negative.",
                    SqlErrors.position(interval.getParserPosition()),
                    null);
        }
        return wanted;
    }

    private static Command.Result vacuum(Session session, Duration retained) {
        session.transactions().requireWritable();
        History.Vacuumed done =
                session.versions().history().vacuum(Instant.now().minus(retained));
        return new Command.Result(
                0,
                List.of("Removed " + done.versions() + " versions and " + done.files() + " files of " + done.bytes()
                        + " bytes."));
    }

    private static Command.Result optimize(SessionContext context, SqlMaintenance statement) {
        Session session = context.session();
        session.checkReadsNewest();
        session.transactions().requireWritable();
        History history = session.versions().history();
        SqlIdentifier table = statement.table();
        ObjectName name = null;
        if (table != null) {
            try (Snapshot snapshot = session.snapshot()) {
                name = Names.table(table, context, snapshot).definition().name();
            }
        }
        int files = history.optimize(name);
        return new Command.Result(0, List.of("Replaced " + files + " files."));
    }
}
