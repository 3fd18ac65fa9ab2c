package io.grism.calcite.rule;

import io.grism.calcite.catalog.FileTable;
import io.grism.calcite.catalog.GrismTable;
import io.grism.calcite.rel.GrismDistribution;
import io.grism.calcite.rel.GrismFileScan;
import io.grism.calcite.rel.GrismProject;
import io.grism.calcite.rel.GrismTableScan;
import io.grism.exec.storage.TableSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.util.Util;
import org.jspecify.annotations.Nullable;

/**
 * Reads only the columns and rows wanted.
 *
 * <pre>
 * Filter(condition)                         TableScan(t, columns a, b; predicate)
 *   Project(a, b)                    =>
 *     TableScan(t)
 * </pre>
 *
 * A project that computes or repeats something stays above a scan of the columns it uses. Does not fire below a filter that stands on such a project; nor, for a filter, when the store does not apply predicates or the condition depends on an outer row.
 */
final class ScanRule extends RelRule<RuleConfig> {
    private final Convention convention;
    private final GrismDistribution rows;

    private ScanRule(RuleConfig config, Convention convention, GrismDistribution rows) {
        super(config);
        this.convention = convention;
        this.rows = rows;
    }

    /** The rule for a project over a scan, for a filter over a scan, and for a filter over a project over a scan. */
    static List<RelOptRule> of(Convention convention, GrismDistribution rows) {
        return List.of(
                rule(":project", convention, rows, top -> top.operand(LogicalProject.class)
                        .oneInput(scan -> scan.operand(LogicalTableScan.class).noInputs())),
                rule(":filter", convention, rows, top -> top.operand(LogicalFilter.class)
                        .oneInput(scan -> scan.operand(LogicalTableScan.class).noInputs())),
                rule(":filter,project", convention, rows, top -> top.operand(LogicalFilter.class)
                        .oneInput(project -> project.operand(LogicalProject.class)
                                .oneInput(scan ->
                                        scan.operand(LogicalTableScan.class).noInputs()))));
    }

    private static RelOptRule rule(
            String form, Convention convention, GrismDistribution rows, OperandTransform operands) {
        return RuleConfig.of(
                        "ScanRule" + form + convention.getName(),
                        operands,
                        config -> new ScanRule(config, convention, rows))
                .toRule();
    }

    @Override
    public void onMatch(RelOptRuleCall call) {
        List<RelNode> rels = call.getRelList();
        LogicalTableScan scan = (LogicalTableScan) rels.get(rels.size() - 1);
        GrismTable table = scan.getTable().unwrap(GrismTable.class);
        boolean file = scan.getTable().unwrap(FileTable.class) != null;
        if (table == null && !file) {
            return;
        }
        List<Integer> columns =
                IntStream.range(0, scan.getRowType().getFieldCount()).boxed().toList();
        RexNode predicate = null;
        for (RelNode rel : rels) {
            if (rel instanceof LogicalProject project) {
                List<Integer> projected = columns(project);
                if (projected == null) {
                    if (rels.size() == 2) {
                        compute(call, project, scan);
                    }
                    return;
                }
                columns = projected;
            } else if (rel instanceof LogicalFilter filter) {
                if (table == null || !canFilter(table.snapshot(), filter.getCondition())) {
                    return;
                }
                predicate = RexUtil.expandSearch(filter.getCluster().getRexBuilder(), null, filter.getCondition());
            }
        }
        call.transformTo(scan(scan, columns, predicate));
    }

    private RelNode scan(LogicalTableScan scan, List<Integer> columns, @Nullable RexNode predicate) {
        RelTraitSet traits = scan.getTraitSet().replace(convention).replace(rows);
        return scan.getTable().unwrap(FileTable.class) != null
                ? new GrismFileScan(
                        scan.getCluster(), Spread.as(traits, GrismDistribution.SINGLE), scan.getTable(), columns)
                : new GrismTableScan(scan.getCluster(), traits, scan.getTable(), columns, predicate);
    }

    /** The project over a scan of the columns that it uses. */
    private void compute(RelOptRuleCall call, LogicalProject project, LogicalTableScan scan) {
        List<Integer> used =
                RelOptUtil.InputFinder.bits(project.getProjects(), null).asList();
        if (used.size() == scan.getRowType().getFieldCount()) {
            return;
        }
        RelNode narrow = scan(scan, used, null);
        List<RexNode> outputs = new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
                return RexInputRef.of(used.indexOf(ref.getIndex()), narrow.getRowType());
            }
        }.visitList(project.getProjects());
        call.transformTo(
                new GrismProject(project.getCluster(), narrow.getTraitSet(), narrow, outputs, project.getRowType()));
    }

    /** The columns of a project that only picks columns, each once; else null. */
    private static @Nullable List<Integer> columns(LogicalProject project) {
        List<Integer> columns = new ArrayList<>();
        for (RexNode expression : project.getProjects()) {
            if (!(expression instanceof RexInputRef ref) || columns.contains(ref.getIndex())) {
                return null;
            }
            columns.add(ref.getIndex());
        }
        return columns;
    }

    private static boolean canFilter(TableSnapshot table, RexNode condition) {
        return table.capabilities().contains(TableSnapshot.Capability.FILTER) && !isCorrelated(condition);
    }

    private static boolean isCorrelated(RexNode condition) {
        try {
            condition.accept(new RexVisitorImpl<Void>(true) {
                @Override
                public Void visitCorrelVariable(RexCorrelVariable variable) {
                    throw Util.FoundOne.NULL;
                }
            });
            return false;
        } catch (Util.FoundOne e) {
            return true;
        }
    }
}
