package io.grism.calcite.query;

import io.grism.api.GrismColumn;
import io.grism.api.GrismResult;
import io.grism.exec.batch.BatchStream;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.storage.Snapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A query: planned when it is prepared, and again when what it reads has changed its shape. */
final class QueryStatement extends BoundStatement {
    private final QueryPlanSource source;
    private BoundPlan plan;

    QueryStatement(Session session, String sql, QueryPlanSource source, BoundPlan plan) {
        super(session, sql);
        this.source = source;
        this.plan = plan;
    }

    /** Plans the statement's query over a snapshot. */
    @FunctionalInterface
    interface QueryPlanSource {
        BoundPlan plan(Snapshot snapshot);
    }

    @Override
    public Kind kind() {
        return Kind.QUERY;
    }

    @Override
    public List<GrismColumn> columns() {
        return plan.plan().columns();
    }

    @Override
    public List<GrismColumn> parameters() {
        return plan.plan().parameters();
    }

    @Override
    public @Nullable PlanNode plan() {
        return plan.plan().root();
    }

    @Override
    GrismResult execute(Run run) {
        Snapshot snapshot = session().snapshot(run);
        if (!plan.plan().isValidFor(snapshot)) {
            plan = source.plan(snapshot);
        }
        BatchStream rows = run.run(plan, snapshot);
        return new QueryResult(plan.plan().columns(), rows, maxRows(), run, sql());
    }
}
