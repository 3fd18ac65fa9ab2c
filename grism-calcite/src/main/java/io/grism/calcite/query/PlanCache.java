package io.grism.calcite.query;

import io.grism.exec.plan.PlanNode;
import io.grism.exec.storage.Snapshot;
import io.grism.parser.SqlTemplate;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.rex.RexBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The plans of a session's last queries. A query finds the plan of another one that differs in literals only, where the plan takes these for parameters ({@link PlanShape}). A plan
 * counts as long as what it reads has the same shape and about the same size.
 */
final class PlanCache {
    private static final int MOST = 256;

    private final RexBuilder builder;
    /** For each template the shapes of the plans that its texts have got; there is more than one where the types of literals decide. */
    private final Map<String, Set<PlanShape>> shapes = new Recent<>();

    private final Map<Key, Planned> plans = new Recent<>();

    private final Supplier<Convention> convention;

    /** {@code convention} tells which plans are wanted now. */
    PlanCache(RexBuilder builder, Supplier<Convention> convention) {
        this.builder = builder;
        this.convention = convention;
    }

    /** A plan and what it wants of the literals of a text. */
    record Planned(QueryPlan plan, PlanShape shape) {}

    /** Texts that share a plan, the schema that their names are looked up in, and where the plan runs. */
    private record Key(String texts, String schema, Convention convention) {}

    /** Forgets what was not used for the longest time. */
    private static final class Recent<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1;

        Recent() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > MOST;
        }
    }

    /** The plan of a query, if there is one that may run on the snapshot. */
    @Nullable
    BoundPlan find(SqlTemplate text, String schema, Snapshot snapshot) {
        for (PlanShape shape : shapes.getOrDefault(text.marked(), Set.of())) {
            Key key = key(text, shape, schema);
            Planned planned = plans.get(key);
            if (planned == null || !planned.shape().equals(shape)) {
                continue;
            }
            if (!planned.plan().isValidFor(snapshot)) {
                plans.remove(key);
                continue;
            }
            List<@Nullable Object> values = shape.values(text, builder);
            if (values != null) {
                return new BoundPlan(planned.plan(), values);
            }
        }
        return null;
    }

    private Key key(SqlTemplate text, PlanShape shape, String schema) {
        return new Key(shape.key(text, builder.getTypeFactory()), schema, convention.get());
    }

    /** The plan of a text, which is kept unless it reads files: nobody tells when those change. */
    BoundPlan keep(SqlTemplate text, String schema, Planned planned) {
        if (!readsFiles(planned.plan().root())) {
            Set<PlanShape> known = shapes.computeIfAbsent(text.marked(), template -> new LinkedHashSet<>());
            if (known.size() >= MOST) {
                known.clear();
            }
            known.add(planned.shape());
            plans.put(key(text, planned.shape(), schema), planned);
        }
        List<@Nullable Object> values = planned.shape().values(text, builder);
        if (values == null) {
            throw new IllegalStateException("a plan that does not serve its own text");
        }
        return new BoundPlan(planned.plan(), values);
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
