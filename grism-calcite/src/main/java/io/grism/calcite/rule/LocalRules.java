package io.grism.calcite.rule;

import static io.grism.calcite.rule.LocalRule.local;

import io.grism.calcite.catalog.FileTable;
import io.grism.calcite.catalog.GrismTable;
import io.grism.calcite.rel.GrismAggregate;
import io.grism.calcite.rel.GrismCorrelate;
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
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

/** The rules that choose local implementations. */
public final class LocalRules {
    /** All of them. */
    public static final List<RelOptRule> ALL =
            Stream.concat(relational().stream(), LocalGraphRules.ALL.stream()).toList();

    private LocalRules() {}

    private static List<RelOptRule> relational() {
        return List.of(
                LocalRule.of(LogicalTableScan.class, LocalRules::scan),
                LocalScanRule.PROJECT,
                LocalScanRule.FILTER,
                LocalScanRule.FILTER_PROJECT,
                LocalRule.of(
                        LogicalFilter.class,
                        (filter, traits) -> new GrismFilter(
                                filter.getCluster(), traits, local(filter.getInput()), filter.getCondition())),
                LocalRule.of(LogicalProject.class, LocalRules::project),
                LocalRule.of(LogicalJoin.class, LocalJoins::convert),
                LocalRule.of(
                        LogicalCorrelate.class,
                        (correlate, traits) -> new GrismCorrelate(
                                correlate.getCluster(),
                                traits,
                                local(correlate.getLeft()),
                                local(correlate.getRight()),
                                correlate.getCorrelationId(),
                                correlate.getRequiredColumns(),
                                correlate.getJoinType())),
                LocalRule.of(
                        LogicalAggregate.class,
                        (aggregate, traits) -> new GrismAggregate(
                                aggregate.getCluster(),
                                traits,
                                local(aggregate.getInput()),
                                aggregate.getGroupSet(),
                                aggregate.getGroupSets(),
                                aggregate.getAggCallList())),
                LocalRule.of(
                        LogicalSort.class,
                        (sort, traits) -> new GrismSort(
                                sort.getCluster(),
                                traits,
                                local(sort.getInput()),
                                sort.getCollation(),
                                sort.offset,
                                sort.fetch)),
                LocalRule.of(
                        LogicalUnion.class,
                        (union, traits) ->
                                union.all ? new GrismUnion(union.getCluster(), traits, locals(union), true) : null),
                LocalRule.of(
                        LogicalIntersect.class,
                        (intersect, traits) ->
                                new GrismIntersect(intersect.getCluster(), traits, locals(intersect), intersect.all)),
                LocalRule.of(
                        LogicalMinus.class,
                        (minus, traits) -> new GrismMinus(minus.getCluster(), traits, locals(minus), minus.all)),
                LocalRule.of(
                        LogicalValues.class,
                        (values, traits) ->
                                new GrismValues(values.getCluster(), traits, values.getRowType(), values.getTuples())),
                LocalRule.of(Uncollect.class, LocalRules::unnest),
                LocalRule.of(
                        LogicalWindow.class,
                        (window, traits) -> new GrismWindow(
                                window.getCluster(),
                                traits,
                                local(window.getInput()),
                                window.constants,
                                window.getRowType(),
                                window.groups)),
                LocalRule.of(LogicalTableSpool.class, (spool, traits) -> local(spool.getInput())),
                LocalRule.of(
                        LogicalRepeatUnion.class,
                        (union, traits) -> new GrismRecursiveUnion(
                                union.getCluster(),
                                traits,
                                local(ColumnCasts.cast(union.getSeedRel(), union.getRowType())),
                                local(ColumnCasts.cast(union.getIterativeRel(), union.getRowType())),
                                union.all,
                                union.iterationLimit,
                                union.getTransientTable())));
    }

    private static @Nullable RelNode scan(LogicalTableScan scan, RelTraitSet traits) {
        if (scan.getTable().unwrap(TransientTable.class) != null) {
            return new GrismWorkTable(scan.getCluster(), traits, scan.getTable());
        }
        List<Integer> all =
                IntStream.range(0, scan.getRowType().getFieldCount()).boxed().toList();
        if (scan.getTable().unwrap(GrismTable.class) != null) {
            return new GrismTableScan(scan.getCluster(), traits, scan.getTable(), all, null);
        }
        return scan.getTable().unwrap(FileTable.class) != null
                ? new GrismFileScan(scan.getCluster(), traits, scan.getTable(), all)
                : null;
    }

    private static @Nullable RelNode project(LogicalProject project, RelTraitSet traits) {
        return project.containsOver()
                ? null
                : new GrismProject(
                        project.getCluster(),
                        traits,
                        local(project.getInput()),
                        project.getProjects(),
                        project.getRowType());
    }

    private static @Nullable RelNode unnest(Uncollect uncollect, RelTraitSet traits) {
        return uncollect instanceof GrismRel
                ? null
                : new GrismUnnest(
                        uncollect.getCluster(),
                        traits,
                        local(uncollect.getInput()),
                        uncollect.withOrdinality,
                        uncollect.getItemAliases());
    }

    /** The inputs of a set operation, each with columns of the operation's types. */
    private static List<RelNode> locals(SetOp operation) {
        return operation.getInputs().stream()
                .map(input -> local(ColumnCasts.cast(input, operation.getRowType())))
                .toList();
    }
}
