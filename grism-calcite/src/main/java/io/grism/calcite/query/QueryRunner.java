package io.grism.calcite.query;

import io.grism.exec.local.LocalRuntime;
import io.grism.exec.local.QueryContext;
import io.grism.exec.local.RunningQuery;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.remote.RemoteRuntime;
import io.grism.exec.storage.Snapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hands plans to the runtime that the session has chosen. */
final class QueryRunner {
    private QueryRunner() {}

    /** Starts a plan with the run's parameters; its rows come as they are made. The snapshot stays the caller's. */
    static RunningQuery run(PlanNode plan, Snapshot snapshot, Run run, QueryContext.Metrics metrics) {
        return run(plan, run.parameters(), snapshot, run, metrics);
    }

    /** Starts a plan with other parameters than the run's. */
    static RunningQuery run(
            PlanNode plan,
            List<@Nullable Object> parameters,
            Snapshot snapshot,
            Run run,
            QueryContext.Metrics metrics) {
        Settings settings = run.session().currentSettings();
        // Constant rows, such as those of SHOW, need no cluster.
        RemoteRuntime cluster =
                plan instanceof PlanNode.ValuesNode ? null : run.session().cluster();
        QueryContext context = QueryContext.builder(run.allocator(), new SharedSnapshot(snapshot))
                .parameters(parameters)
                .threads(settings.threads())
                .batchRows(settings.batchRows())
                .batchSeed(settings.batchSeed() == 0 ? null : settings.batchSeed())
                .memory(settings.memory())
                .timeout(run.remaining())
                .cancelToken(run.cancelToken())
                .clock(run.clock())
                .timeZone(settings.timeZone())
                .user(settings.user())
                .metrics(metrics)
                .build();
        int partitions = run.session().partitions();
        if (cluster != null) {
            return cluster.execute(plan, context, partitions, run.session().queryProgress());
        }
        return hasExchange(plan)
                ? LocalRuntime.shared().execute(plan, context, partitions)
                : LocalRuntime.shared().execute(plan, context);
    }

    private static boolean hasExchange(PlanNode node) {
        return node instanceof PlanNode.ExchangeNode || node.inputs().stream().anyMatch(QueryRunner::hasExchange);
    }
}
