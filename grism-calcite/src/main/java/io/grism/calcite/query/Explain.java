package io.grism.calcite.query;

import io.grism.calcite.rel.GrismRel;
import io.grism.exec.batch.Batch;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.local.QueryContext;
import io.grism.exec.local.RunningQuery;
import io.grism.exec.plan.PlanJson;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.plan.PlanText;
import io.grism.exec.stage.ExecutionStage;
import io.grism.exec.stage.StageJson;
import io.grism.exec.stage.StageSplitter;
import io.grism.exec.stage.StageText;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.task.NodeMetrics;
import io.grism.parser.SqlGrismExplain;
import io.grism.parser.SqlGrismExplain.Option;
import io.grism.parser.SqlTemplate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.sql.SqlExplainLevel;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

/** EXPLAIN: the logical plan, or the plan records or their stages as text or JSON, with what the planner expected and, under ANALYZE, what happened. */
final class Explain {
    private Explain() {}

    static BoundStatement prepare(Session session, String sql, SqlGrismExplain explain) {
        SqlNode query = explain.query();
        Set<Option> options = explain.options();
        check(explain, options);
        String schema = session.currentSchema();
        if (options.contains(Option.REWRITE)) {
            return rewrite(session, sql, schema);
        }
        // The logical plan shows the query itself, all others what would run.
        SqlTemplate text = options.contains(Option.LOGICAL) ? SqlTemplate.whole(sql) : SqlTemplate.of(sql);
        Convention convention = options.contains(Option.DISTRIBUTED)
                ? GrismRel.DISTRIBUTED
                : session.currentSettings().convention();
        QueryPlan plan;
        try (Snapshot snapshot = session.snapshot()) {
            plan = session.planner()
                    .explain(query, text, snapshot, schema, convention)
                    .plan(); // now, to tell errors and parameters when it is prepared
        }
        return new TextStatement(session, sql, List.of("plan"), plan.parameters(), run -> {
            SqlNode fresh = ((SqlGrismExplain) SqlText.parse(sql)).query();
            Snapshot snapshot = session.snapshot(run);
            Explained explained = session.planner().explain(fresh, text, snapshot, schema, convention);
            return write(explained, options, snapshot, run);
        });
    }

    private static BoundStatement rewrite(Session session, String sql, String schema) {
        try (Snapshot snapshot = session.snapshot()) {
            rewrite(session, sql, snapshot, schema); // now, to tell errors when it is prepared
        }
        return new TextStatement(session, sql, List.of("sql"), List.of(), run -> {
            Snapshot snapshot = session.snapshot(run);
            return lines(rewrite(session, sql, snapshot, schema).lines().toList());
        });
    }

    private static String rewrite(Session session, String sql, Snapshot snapshot, String schema) {
        SqlNode query = ((SqlGrismExplain) SqlText.parse(sql)).query();
        SqlNode copy = ((SqlGrismExplain) SqlText.parse(sql)).query();
        return session.planner().rewrite(query, copy, snapshot, schema);
    }

    /** A query's plan and the steps that led to it. */
    record Explained(QueryPlan plan, Planning planning) {}

    private static void check(SqlGrismExplain explain, Set<Option> options) {
        if (!explain.query().isA(SqlKind.QUERY)) {
            throw unsupported(explain, "EXPLAIN of " + explain.query().getKind().sql);
        }
        if (options.contains(Option.REWRITE) && options.size() > 1) {
            throw unsupported(explain, "EXPLAIN (REWRITE) with other options");
        }
    }

    private static GrismException unsupported(SqlGrismExplain explain, String what) {
        return new GrismException(
                ErrorCode.NOT_SUPPORTED,
                "Cannot run " + what + ". It is not supported yet.",
                SqlErrors.position(explain.getParserPosition()),
                null);
    }

    private static List<List<String>> write(Explained explained, Set<Option> options, Snapshot snapshot, Run run) {
        if (options.contains(Option.LOGICAL)) {
            return lines(RelOptUtil.dumpPlan(
                            "",
                            explained.planning().logical(),
                            org.apache.calcite.sql.SqlExplainFormat.TEXT,
                            SqlExplainLevel.EXPPLAN_ATTRIBUTES)
                    .lines()
                    .toList());
        }
        Map<Integer, Double> estimates = explained.planning().plan().estimatedRows();
        Map<Integer, NodeMetrics> metrics = Map.of();
        List<String> summary = new ArrayList<>();
        if (options.contains(Option.ANALYZE)) {
            long start = System.nanoTime();
            try (RunningQuery query =
                    QueryRunner.run(explained.plan().root(), snapshot, run, QueryContext.Metrics.ON)) {
                long rows = drain(query);
                metrics = query.metrics();
                summary.add(String.format(
                        Locale.ROOT,
                        "%d rows in %.1f ms, peak memory %s",
                        rows,
                        (System.nanoTime() - start) / 1e6,
                        bytes(query.peakMemory())));
            }
        }
        Map<Integer, NodeMetrics> measured = metrics;
        PlanNode root = explained.plan().root();
        int partitions = run.session().partitions();
        List<ExecutionStage> stages = options.contains(Option.DISTRIBUTED) ? StageSplitter.split(root) : List.of();
        if (options.contains(Option.JSON)) {
            return List.of(List.of(
                    stages.isEmpty()
                            ? PlanJson.write(root, node -> numbers(node, estimates, measured))
                            : StageJson.write(stages, partitions, node -> numbers(node, estimates, measured))));
        }
        List<String> lines = new ArrayList<>(
                stages.isEmpty()
                        ? PlanText.lines(root, node -> note(node, estimates, measured))
                        : StageText.lines(
                                stages,
                                partitions,
                                node -> measured.isEmpty() ? null : note(node, estimates, measured)));
        lines.addAll(summary);
        return lines(lines);
    }

    private static long drain(RunningQuery query) {
        long rows = 0;
        for (Batch batch = query.next(); batch != null; batch = query.next()) {
            rows += batch.rowCount();
            batch.close();
        }
        return rows;
    }

    private static List<List<String>> lines(List<String> lines) {
        return lines.stream().map(List::of).toList();
    }

    private static String note(PlanNode node, Map<Integer, Double> estimates, Map<Integer, NodeMetrics> measured) {
        Double rows = estimates.get(node.id());
        NodeMetrics metrics = measured.get(node.id());
        StringBuilder note = new StringBuilder("[");
        if (rows != null) {
            note.append("~").append(Math.round(rows)).append(" rows");
        }
        if (metrics != null) {
            note.append(note.length() > 1 ? "; " : "")
                    .append(String.format(
                            Locale.ROOT,
                            "%s%d rows, %d batches, %.1f ms, %s",
                            metrics.candidates() < 0 ? "" : metrics.candidates() + " looked up, ",
                            metrics.rows(),
                            metrics.batches(),
                            metrics.nanos() / 1e6,
                            bytes(metrics.peakBytes())));
        }
        return note.length() == 1 ? "" : note.append("]").toString();
    }

    private static Map<String, Number> numbers(
            PlanNode node, Map<Integer, Double> estimates, Map<Integer, NodeMetrics> measured) {
        Map<String, Number> numbers = new LinkedHashMap<>();
        Double rows = estimates.get(node.id());
        NodeMetrics metrics = measured.get(node.id());
        if (rows != null) {
            numbers.put("estimatedRows", rows);
        }
        if (metrics != null) {
            numbers.put("rows", metrics.rows());
            numbers.put("batches", metrics.batches());
            numbers.put("milliseconds", metrics.nanos() / 1e6);
            numbers.put("peakBytes", metrics.peakBytes());
            numbers.put("drivers", metrics.drivers());
            if (metrics.candidates() >= 0) {
                numbers.put("candidates", metrics.candidates());
            }
        }
        return numbers;
    }

    private static String bytes(long bytes) {
        return bytes < 1 << 20 ? (bytes + 1023) / 1024 + " KiB" : bytes / (1 << 20) + " MiB";
    }
}
