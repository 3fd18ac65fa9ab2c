package io.grism.calcite.query;

import io.grism.exec.plan.PlanNode;
import io.grism.exec.storage.Snapshot;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The plans of a session's last queries, by their text. A plan counts as long as what it reads has the same shape and about the same size. */
final class PlanCache {
    private static final int MOST = 256;

    private final LinkedHashMap<Key, QueryPlan> plans = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, QueryPlan> eldest) {
            return size() > MOST;
        }
    };

    /** A query and the schema that its names are looked up in. */
    private record Key(String sql, String schema) {}

    /** The plan of a query, if there is one that may run on the snapshot. */
    @Nullable
    QueryPlan find(String sql, String schema, Snapshot snapshot) {
        Key key = new Key(sql, schema);
        QueryPlan plan = plans.get(key);
        if (plan != null && !plan.isValidFor(snapshot)) {
            plans.remove(key);
            return null;
        }
        return plan;
    }

    /** Keeps a plan, unless it reads files: nobody tells when those change. */
    void keep(String sql, String schema, QueryPlan plan) {
        if (!readsFiles(plan.root())) {
            plans.put(new Key(sql, schema), plan);
        }
    }

    private static boolean readsFiles(PlanNode node) {
        if (node instanceof PlanNode.FileScanNode) {
            return true;
        }
        for (PlanNode input : node.inputs()) {
            if (readsFiles(input)) {
                return true;
            }
        }
        return false;
    }
}
