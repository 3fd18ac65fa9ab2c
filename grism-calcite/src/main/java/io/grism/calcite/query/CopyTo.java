package io.grism.calcite.query;

import io.grism.api.GrismColumn;
import io.grism.api.GrismStatement;
import io.grism.exec.batch.BatchStream;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.Snapshot;
import io.grism.parser.SqlCopy;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code COPY t TO 'file'}, {@code COPY (query) TO 'file'}: a whole new file, or none. */
final class CopyTo implements Command {
    private final SqlCopy statement;
    private final StatementContext context;
    private final CopyOptions options;
    private QueryPlan plan;

    CopyTo(SqlCopy statement, StatementContext context) {
        this.statement = statement;
        this.context = context;
        this.options = new CopyOptions(statement);
        try (Snapshot snapshot = context.snapshot()) {
            this.plan = context.plan(query(), snapshot);
        }
    }

    private SqlNode query() {
        SqlCopy fresh = (SqlCopy) SqlText.parse(context.sql());
        SqlNode query = fresh.query();
        if (query != null) {
            return query;
        }
        SqlNodeList columns = fresh.columns();
        return new SqlSelect(
                fresh.getParserPosition(),
                null,
                columns == null
                        ? new SqlNodeList(List.of(SqlIdentifier.star(SqlParserPos.ZERO)), SqlParserPos.ZERO)
                        : columns,
                Objects.requireNonNull(fresh.table()),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    @Override
    public GrismStatement.Kind kind() {
        return GrismStatement.Kind.DML;
    }

    @Override
    public List<GrismColumn> parameters() {
        return plan.parameters();
    }

    @Override
    public Result execute(Execution execution) {
        Path path = FileFormats.path(statement.file(), SqlErrors.position(statement.filePosition()));
        try {
            Snapshot snapshot = context.snapshot(execution);
            if (!plan.isValidFor(snapshot)) {
                plan = context.plan(query(), snapshot);
            }
            BatchStream rows = new CheckedStream(execution.run(plan, snapshot), execution);
            return new Result(options.format().write(path, options.forFormat(), rows), List.of());
        } catch (GrismException e) {
            throw options.located(e);
        }
    }
}
