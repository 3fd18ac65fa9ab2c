package io.grism.calcite.rule;

import static io.grism.calcite.rule.PhysicalRule.input;

import io.grism.calcite.catalog.FileTable;
import io.grism.calcite.catalog.GrismTable;
import io.grism.calcite.rel.GrismAggregate;
import io.grism.calcite.rel.GrismCorrelate;
import io.grism.calcite.rel.GrismDistribution;
import io.grism.calcite.rel.GrismFileScan;
import io.grism.calcite.rel.GrismFilter;
import io.grism.calcite.rel.GrismIntersect;
import io.grism.calcite.rel.GrismMinus;
import io.grism.calcite.rel.GrismProject;
import io.grism.calcite.rel.GrismRecursiveUnion;
import io.grism.calcite.rel.GrismRel;
import io.grism.calcite.rel.GrismSort;
import io.grism.calcite.rel.GrismTableScan;
import io.grism.calcite.rel.GrismUnion;
import io.grism.calcite.rel.GrismUnnest;
import io.grism.calcite.rel.GrismValues;
import io.grism.calcite.rel.GrismWindow;
import io.grism.calcite.rel.GrismWorkTable;
import io.grism.calcite.rel.LogicalNodeScan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalCorrelate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalIntersect;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalMinus;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalRepeatUnion;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rel.logical.LogicalTableSpool;
import org.apache.calcite.rel.logical.LogicalUnion;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rel.logical.LogicalWindow;
import org.apache.calcite.schema.TransientTable;
import org.jspecify.annotations.Nullable;

/**
 * The rules that choose physical rels. A distributed plan has the same ones as a local plan; the rules say how each needs its rows spread, and the planner puts exchanges where they
 * are not. What works row by row takes them as they are; what has no parallel form takes them all in one partition.
 */
public final class PhysicalRules {
    /** The rules for plans of one process. */
    public static final List<RelOptRule> LOCAL =
            new PhysicalRules(GrismRel.LOCAL, GrismDistribution.ANY, GrismDistribution.ANY).all();

    /** The rules for plans in partitions; those for local plans must be there, too, when a part of the plan has to run in one piece. */
    public static final List<RelOptRule> DISTRIBUTED =
            new PhysicalRules(GrismRel.DISTRIBUTED, GrismDistribution.RANDOM, GrismDistribution.SINGLE).distributed();

    private final Convention convention;
    private final GrismDistribution rows;
    private final GrismDistribution whole;
    private final List<RelOptRule> rules = new ArrayList<>();

    /**
     * Makes rules.
     *
     * @param rows how rels are spread that work row by row
     * @param whole how rels are spread that need all rows
     */
    private PhysicalRules(Convention convention, GrismDistribution rows, GrismDistribution whole) {
        this.convention = convention;
        this.rows = rows;
        this.whole = whole;
    }

    private <R extends RelNode> void byRow(Class<R> type, PhysicalRule.Conversion<R> conversion) {
        rules.add(PhysicalRule.of(type, convention, rows, "", conversion));
    }

    private <R extends RelNode> void whole(Class<R> type, PhysicalRule.Conversion<R> conversion) {
        rules.add(PhysicalRule.of(type, convention, whole, "", conversion));
    }

    private <R extends RelNode> void also(Class<R> type, String form, PhysicalRule.Conversion<R> conversion) {
        rules.add(PhysicalRule.of(type, convention, rows, form, conversion));
    }

    private List<RelOptRule> all() {
        relational();
        rules.addAll(PhysicalGraphRules.of(convention, rows));
        return List.copyOf(rules);
    }

    /** What a local plan has, and behind it other forms of the same: the planner prefers a plan without exchanges where it sees one early. */
    private List<RelOptRule> distributed() {
        all();
        also(LogicalNodeScan.class, "Lookup", PhysicalGraphRules::lookup);
        also(LogicalJoin.class, "Broadcast", PhysicalJoins::broadcast);
        also(LogicalAggregate.class, "Partial", PartialForms::aggregate);
        also(LogicalSort.class, "Partial", PartialForms::sort);
        also(LogicalSort.class, "Range", PartialForms::rangeSort);
        also(LogicalAggregate.class, "Distinct", (aggregate, traits) -> {
            LogicalAggregate steps = DistinctForms.inTwoSteps(aggregate);
            return steps == null ? null : aggregate(steps, traits);
        });
        also(LogicalAggregate.class, "DistinctTogether", DistinctForms::together);
        also(LogicalAggregate.class, "DistinctPartial", (aggregate, traits) -> {
            LogicalAggregate steps = DistinctForms.inTwoSteps(aggregate);
            return steps == null ? null : PartialForms.aggregate(steps, traits);
        });
        return List.copyOf(rules);
    }

    private void relational() {
        byRow(LogicalTableScan.class, PhysicalRules::scan);
        rules.addAll(ScanRule.of(convention, rows));
        byRow(
                LogicalFilter.class,
                (filter, traits) -> new GrismFilter(
                        filter.getCluster(), traits, input(filter.getInput(), traits), filter.getCondition()));
        byRow(LogicalProject.class, PhysicalRules::project);
        whole(LogicalJoin.class, PhysicalJoins::convert);
        byRow(
                LogicalCorrelate.class,
                (correlate, traits) -> new GrismCorrelate(
                        correlate.getCluster(),
                        traits,
                        input(correlate.getLeft(), traits),
                        input(correlate.getRight(), Spread.local(traits)),
                        correlate.getCorrelationId(),
                        correlate.getRequiredColumns(),
                        correlate.getJoinType()));
        whole(LogicalAggregate.class, PhysicalRules::aggregate);
        whole(
                LogicalSort.class,
                (sort, traits) -> new GrismSort(
                        sort.getCluster(),
                        traits,
                        input(sort.getInput(), traits),
                        sort.getCollation(),
                        sort.offset,
                        sort.fetch));
        byRow(
                LogicalUnion.class,
                (union, traits) ->
                        union.all ? new GrismUnion(union.getCluster(), traits, inputs(union, traits), true) : null);
        whole(LogicalIntersect.class, (intersect, traits) -> {
            RelTraitSet spread = byAllColumns(intersect, traits);
            return new GrismIntersect(intersect.getCluster(), spread, inputs(intersect, spread), intersect.all);
        });
        whole(LogicalMinus.class, (minus, traits) -> {
            RelTraitSet spread = byAllColumns(minus, traits);
            return new GrismMinus(minus.getCluster(), spread, inputs(minus, spread), minus.all);
        });
        whole(
                LogicalValues.class,
                (values, traits) ->
                        new GrismValues(values.getCluster(), traits, values.getRowType(), values.getTuples()));
        byRow(Uncollect.class, PhysicalRules::unnest);
        whole(LogicalWindow.class, (window, traits) -> {
            RelTraitSet spread =
                    Spread.by(traits, GrismWindow.commonKeys(window).asList());
            return new GrismWindow(
                    window.getCluster(),
                    spread,
                    input(window.getInput(), spread),
                    window.constants,
                    window.getRowType(),
                    window.groups);
        });
        whole(
                LogicalTableSpool.class,
                (spool, traits) -> Spread.isLocal(traits) ? input(spool.getInput(), traits) : null);
        whole(LogicalRepeatUnion.class, (union, traits) -> {
            return new GrismRecursiveUnion(
                    union.getCluster(),
                    traits,
                    input(ColumnCasts.cast(union.getSeedRel(), union.getRowType()), traits),
                    input(ColumnCasts.cast(union.getIterativeRel(), union.getRowType()), Spread.local(traits)),
                    union.all,
                    union.iterationLimit,
                    union.getTransientTable());
        });
    }

    private static RelNode aggregate(LogicalAggregate aggregate, RelTraitSet traits) {
        RelTraitSet spread =
                Spread.by(traits, GrismAggregate.commonKeys(aggregate).asList());
        return new GrismAggregate(
                aggregate.getCluster(),
                Spread.moved(spread, aggregate.getGroupSet()::indexOf),
                input(aggregate.getInput(), spread),
                aggregate.getGroupSet(),
                aggregate.getGroupSets(),
                aggregate.getAggCallList());
    }

    private static @Nullable RelNode scan(LogicalTableScan scan, RelTraitSet traits) {
        if (scan.getTable().unwrap(TransientTable.class) != null) {
            return Spread.isLocal(traits) ? new GrismWorkTable(scan.getCluster(), traits, scan.getTable()) : null;
        }
        List<Integer> all =
                IntStream.range(0, scan.getRowType().getFieldCount()).boxed().toList();
        if (scan.getTable().unwrap(GrismTable.class) != null) {
            return new GrismTableScan(scan.getCluster(), traits, scan.getTable(), all, null);
        }
        return scan.getTable().unwrap(FileTable.class) != null
                ? new GrismFileScan(
                        scan.getCluster(), Spread.as(traits, GrismDistribution.SINGLE), scan.getTable(), all)
                : null;
    }

    private static @Nullable RelNode project(LogicalProject project, RelTraitSet traits) {
        return project.containsOver()
                ? null
                : new GrismProject(
                        project.getCluster(),
                        traits,
                        input(project.getInput(), traits),
                        project.getProjects(),
                        project.getRowType());
    }

    private static @Nullable RelNode unnest(Uncollect uncollect, RelTraitSet traits) {
        return uncollect instanceof GrismRel
                ? null
                : new GrismUnnest(
                        uncollect.getCluster(),
                        traits,
                        input(uncollect.getInput(), traits),
                        uncollect.withOrdinality,
                        uncollect.getItemAliases());
    }

    /** The inputs of a set operation, each with columns of the operation's types. */
    private static List<RelNode> inputs(SetOp operation, RelTraitSet traits) {
        return operation.getInputs().stream()
                .map(input -> input(ColumnCasts.cast(input, operation.getRowType()), traits))
                .toList();
    }

    private static RelTraitSet byAllColumns(SetOp operation, RelTraitSet traits) {
        List<Integer> all = IntStream.range(0, operation.getRowType().getFieldCount())
                .boxed()
                .toList();
        return Spread.by(traits, all);
    }
}
