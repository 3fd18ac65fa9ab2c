package io.grism.exec.task;

import io.grism.exec.operator.Closing;
import io.grism.exec.operator.JoinBuild;
import io.grism.exec.operator.JoinType;
import io.grism.exec.plan.PlanNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What a plan that runs again and again makes only once: the right sides of its joins that are the same in every run. Thread-safe. */
final class Invariants implements AutoCloseable {
    private final Predicate<PlanNode> varies;
    private final Map<Integer, SharedBuild> builds = new HashMap<>();

    /** What does not contain a node that {@code varies} from run to run. */
    Invariants(Predicate<PlanNode> varies) {
        this.varies = varies;
    }

    /** Whether all runs may share the right side of a join: it is the same, and no run marks rows in it. */
    boolean shares(PlanNode right, JoinType type) {
        return type != JoinType.RIGHT && type != JoinType.FULL && !anyVaries(right);
    }

    private boolean anyVaries(PlanNode node) {
        return varies.test(node) || node.inputs().stream().anyMatch(this::anyVaries);
    }

    /** The one right side of a join. */
    synchronized SharedBuild build(PlanNode join, Supplier<SharedBuild> maker) {
        return builds.computeIfAbsent(join.id(), id -> maker.get());
    }

    @Override
    public synchronized void close() {
        List<SharedBuild> all = new ArrayList<>(builds.values());
        builds.clear();
        Closing.closeAll(all);
    }

    /** A right side that the first run makes. */
    static final class SharedBuild implements Stage, AutoCloseable {
        private final PlanNode join;
        private final PlanNode right;
        private final JoinBuild build;
        private final Scope scope;
        private final List<PipelineBuilder> made = new ArrayList<>();

        SharedBuild(PlanNode join, PlanNode right, JoinBuild build, Scope scope) {
            this.join = join;
            this.right = right;
            this.build = build;
            this.scope = scope;
        }

        JoinBuild build() {
            return build;
        }

        /** Makes it, or waits until the run that is making it is done. */
        @Override
        public synchronized void run(TaskContext task) {
            if (made.isEmpty()) {
                PipelineBuilder pipelines = new PipelineBuilder(task, scope);
                made.add(pipelines);
                pipelines.run(pipelines.build(right), join, build);
                pipelines.stages().forEach(stage -> stage.run(task));
            }
        }

        @Override
        public synchronized void close() {
            Closing.closeAll(made);
        }
    }
}
