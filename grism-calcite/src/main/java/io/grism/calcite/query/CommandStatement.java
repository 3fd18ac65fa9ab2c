package io.grism.calcite.query;

import io.grism.api.GrismColumn;
import io.grism.api.GrismResult;
import io.grism.exec.plan.PlanNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement that is no query. */
final class CommandStatement extends BoundStatement {
    private final Command command;

    CommandStatement(Session session, String sql, Command command) {
        super(session, sql);
        this.command = command;
    }

    @Override
    public Kind kind() {
        return command.kind();
    }

    @Override
    public List<GrismColumn> columns() {
        return List.of();
    }

    @Override
    public List<GrismColumn> parameters() {
        return command.parameters();
    }

    @Override
    public @Nullable PlanNode plan() {
        return null;
    }

    @Override
    GrismResult execute(Run run) {
        Command.Result result = command.execute(run);
        run.close();
        return new CommandResult(result);
    }
}
