package io.grism.calcite.rule;

import static io.grism.calcite.rule.Counted.width;

import io.grism.calcite.rel.EdgeScan;
import io.grism.calcite.rel.Expand;
import io.grism.calcite.rel.ExpandInto;
import io.grism.calcite.rel.LogicalElementLookup;
import io.grism.calcite.rel.LogicalExpand;
import io.grism.calcite.rel.LogicalExpandCount;
import io.grism.calcite.rel.LogicalExpandInto;
import io.grism.calcite.rel.LogicalHyperedgeScan;
import io.grism.calcite.rel.LogicalNodeScan;
import io.grism.calcite.rel.LogicalRoleExpand;
import io.grism.calcite.rel.LogicalRoleLookup;
import io.grism.calcite.rel.MatchGraph;
import io.grism.calcite.rel.PatternVertex;
import io.grism.calcite.rel.RoleExpand;
import io.grism.calcite.rel.RoleLookup;
import io.grism.exec.graph.Direction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalUnion;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Rows of patterns for one that only counts them, or does not care how often they come: fewer rows, each with the number of those that it stands for.
 *
 * <ul>
 *   <li>A step whose edge and vertex nobody uses is its number of edges.
 *   <li>A step from all vertices of a table, which nobody uses, is the number of edges at the vertices that it reaches, seen from there.
 *   <li>Before a step, rows are aggregated where many of them are equal.
 * </ul>
 */
final class CountedRows {
    /** What it costs to aggregate a row, in rows that a step makes. */
    private static final double COST = 2;

    /** What it costs to look up a property. */
    private static final double LOOK_UP = 1.5;

    /** What it costs to find the rows that a row is joined with. */
    private static final double FIND = 2;

    private final boolean counts;

    /** @param counts whether it matters how often a row comes */
    CountedRows(boolean counts) {
        this.counts = counts;
    }

    /** The rows of a rel of which only some columns are used; the rel itself where there is nothing to gain. */
    Counted of(RelNode rel, ImmutableBitSet used) {
        if (rel instanceof LogicalProject project
                && project.getProjects().stream().allMatch(CountedRows::isOfOneRow)) {
            return project(project, used);
        }
        if (rel instanceof LogicalFilter filter && isOfOneRow(filter.getCondition())) {
            Counted rows = of(filter.getInput(), used.union(RelOptUtil.InputFinder.bits(filter.getCondition())));
            return rows.rel() == filter.getInput()
                    ? Counted.same(filter)
                    : rows.under(LogicalFilter.create(rows.rel(), rows.moved(filter.getCondition())));
        }
        if (rel instanceof LogicalElementLookup lookup) {
            return lookup(lookup, used);
        }
        if (rel instanceof LogicalRoleLookup lookup) {
            return lookup(lookup, used);
        }
        if (rel instanceof LogicalExpand expand) {
            return expand(expand, used);
        }
        if (rel instanceof LogicalRoleExpand expand) {
            return expand(expand, used);
        }
        if (rel instanceof LogicalExpandInto expand) {
            return expand(expand, used);
        }
        if (rel instanceof EdgeScan scan) {
            return scan(scan, used);
        }
        if (rel instanceof LogicalJoin join) {
            return join(join, used);
        }
        return rel instanceof LogicalUnion union && union.all ? union(union, used) : Counted.same(rel);
    }

    /** Whether equal rows have equal values. */
    private static boolean isOfOneRow(RexNode node) {
        return !RexOver.containsOver(node) && RexUtil.isDeterministic(node);
    }

    private Counted project(LogicalProject project, ImmutableBitSet used) {
        List<RexNode> kept =
                used.asList().stream().map(project.getProjects()::get).toList();
        Counted rows = of(project.getInput(), RelOptUtil.InputFinder.bits(kept, null));
        if (rows.rel() == project.getInput()) {
            return Counted.same(project);
        }
        List<RexNode> columns = new ArrayList<>(kept.stream().map(rows::moved).toList());
        List<String> names = new ArrayList<>(used.asList().stream()
                .map(project.getRowType().getFieldNames()::get)
                .toList());
        if (rows.count() >= 0) {
            columns.add(rows.number());
            names.add("$count");
        }
        return new Counted(
                Counted.project(rows.rel(), columns, names),
                Counted.same(project).packed(used),
                rows.count() >= 0 ? used.cardinality() : -1);
    }

    private Counted lookup(LogicalElementLookup lookup, ImmutableBitSet used) {
        RelNode input = lookup.getInput();
        ImmutableBitSet own = used.intersect(ImmutableBitSet.range(width(input)));
        if (own.equals(used)) {
            Counted rows = of(input, used);
            return rows.times(rows.rel(), lookup.properties().size());
        }
        double work = COST + LOOK_UP * lookup.properties().size();
        Counted rows = aggregated(input, own.set(lookup.element()), work);
        return rows.rel() == input
                ? Counted.same(lookup)
                : rows.under(LogicalElementLookup.create(
                        rows.rel(), lookup.graph(), lookup.kind(), rows.place(lookup.element()), lookup.properties()));
    }

    private Counted lookup(LogicalRoleLookup lookup, ImmutableBitSet used) {
        RelNode input = lookup.getInput();
        ImmutableBitSet.Builder asked =
                used.intersect(ImmutableBitSet.range(width(input))).rebuild();
        lookup.calls().forEach(call -> call.property().moved(column -> {
            asked.set(column);
            return column;
        }));
        Counted rows = of(input, asked.build());
        if (rows.rel() == input) {
            return Counted.same(lookup);
        }
        List<RoleLookup.Call> calls = lookup.calls().stream()
                .map(call -> new RoleLookup.Call(call.property().moved(rows::place), call.type()))
                .toList();
        return rows.under(LogicalRoleLookup.create(rows.rel(), lookup.graph(), calls));
    }

    private Counted expand(LogicalExpand expand, ImmutableBitSet used) {
        RelNode input = expand.getInput();
        Expand.Step step = expand.step();
        int width = width(input);
        ImmutableBitSet own = used.intersect(ImmutableBitSet.range(width));
        if (own.equals(used)) {
            return counted(of(input, own.set(step.from())), expand.graph(), step, 2);
        }
        if (used.equals(ImmutableBitSet.of(width + 1))) {
            Counted reversed = reversed(expand);
            if (reversed != null) {
                return reversed;
            }
        }
        Counted rows = aggregated(input, own.set(step.from()), fanOut(expand));
        return rows.rel() == input
                ? Counted.same(expand)
                : rows.under(LogicalExpand.create(rows.rel(), expand.graph(), step.withFrom(rows.place(step.from()))));
    }

    /** The rows with the numbers of edges that a step from them has; {@code added} columns of the step are gone. */
    private Counted counted(Counted rows, MatchGraph graph, Expand.Step step, int added) {
        RelNode rel = LogicalExpandCount.create(rows.rel(), graph, step.withFrom(rows.place(step.from())));
        Counted counted = rows.times(rel, added);
        return counts ? counted.multiplied(width(rel) - 1) : counted;
    }

    /** A step from all vertices of some tables, seen from where it leads; null if it starts elsewhere. */
    private @Nullable Counted reversed(LogicalExpand expand) {
        Expand.Step step = expand.step();
        List<Integer> starts = wholeTables(expand.getInput(), step.from());
        RelNode ends = scan(expand.getCluster(), expand.graph(), step.vertex(), step.vertexTables());
        if (starts == null || ends == null) {
            return null;
        }
        RelMetadataQuery mq = expand.getCluster().getMetadataQuery();
        if (mq.getRowCount(ends) > mq.getRowCount(expand.getInput()) + mq.getRowCount(expand)) {
            return null;
        }
        Expand.Step back = new Expand.Step(0, step.direction().reverse(), step.edge(), step.edgeTables(), "", starts);
        Counted rows = counted(Counted.same(ends), expand.graph(), back, 0);
        List<Integer> places = new ArrayList<>(Collections.nCopies(width(expand), -1));
        places.set(width(expand) - 1, 0);
        return new Counted(rows.rel(), places, rows.count());
    }

    /** The element tables all of whose elements a column holds, each once; null if there are none. */
    private static @Nullable List<Integer> wholeTables(RelNode rel, int column) {
        if (rel instanceof LogicalProject project) {
            return project.getProjects().get(column) instanceof RexInputRef ref
                    ? wholeTables(project.getInput(), ref.getIndex())
                    : null;
        }
        if (column != 0) {
            return null;
        }
        if (rel instanceof LogicalNodeScan scan) {
            return scan.vertex().tables();
        }
        return rel instanceof LogicalHyperedgeScan scan
                ? scan.edgeTables().stream()
                        .map(scan.graph().tables()::elementOfEdge)
                        .toList()
                : null;
    }

    /** A scan of the ids of element tables; null when they are vertices as well as hyperedges. */
    private static @Nullable RelNode scan(
            RelOptCluster cluster, MatchGraph graph, String variable, List<Integer> tables) {
        List<Integer> edges = tables.stream()
                .map(graph.tables()::edgeOfElement)
                .filter(edge -> edge >= 0)
                .toList();
        if (edges.isEmpty()) {
            return LogicalNodeScan.create(cluster, graph, new PatternVertex(variable, tables, List.of()));
        }
        return edges.size() == tables.size() ? LogicalHyperedgeScan.create(cluster, graph, variable, edges) : null;
    }

    /** Edges of which only one end is used are the numbers of edges there. */
    private Counted scan(EdgeScan scan, ImmutableBitSet used) {
        if (used.cardinality() != 1 || used.get(0)) {
            return Counted.same(scan);
        }
        boolean source = used.get(1);
        List<Integer> sources = scan.edgeTables().stream()
                .map(scan.graph().tables()::start)
                .distinct()
                .toList();
        List<Integer> destinations = scan.edgeTables().stream()
                .map(scan.graph().tables()::end)
                .distinct()
                .toList();
        String variable = source ? scan.source() : scan.destination();
        RelNode ends = scan(scan.getCluster(), scan.graph(), variable, source ? sources : destinations);
        RelMetadataQuery mq = scan.getCluster().getMetadataQuery();
        if (ends == null || mq.getRowCount(ends) > mq.getRowCount(scan)) {
            return Counted.same(scan);
        }
        Expand.Step step = new Expand.Step(
                0,
                source ? Direction.OUT : Direction.IN,
                scan.edge(),
                scan.edgeTables(),
                "",
                source ? destinations : sources);
        Counted rows = counted(Counted.same(ends), scan.graph(), step, 0);
        return new Counted(rows.rel(), source ? List.of(-1, 0, -1) : List.of(-1, -1, 0), rows.count());
    }

    private Counted expand(LogicalRoleExpand expand, ImmutableBitSet used) {
        RelNode input = expand.getInput();
        RoleExpand.Step step = expand.step();
        int width = width(input);
        ImmutableBitSet own = used.intersect(ImmutableBitSet.range(width));
        if (!used.get(width + 1)) {
            // To the hyperedges, which then have so many players.
            LogicalExpand entry = LogicalExpand.create(
                    input,
                    expand.graph(),
                    new Expand.Step(
                            step.from(),
                            Direction.IN,
                            step.hyperedge() + ".$in",
                            step.entryRoles(),
                            step.hyperedge(),
                            step.edgeTables().stream()
                                    .map(expand.graph().tables()::elementOfEdge)
                                    .toList()));
            Expand.Step exit = new Expand.Step(
                    width + 1,
                    Direction.OUT,
                    step.vertex() + ".$out",
                    step.exitRoles(),
                    step.vertex(),
                    step.vertexTables());
            ImmutableBitSet above = used.get(width) ? own.set(width + 1) : own;
            Counted rows = counted(of(entry, above.set(width + 1)), expand.graph(), exit, 0);
            List<Integer> places = new ArrayList<>(rows.places());
            places.set(width, rows.places().get(width + 1));
            places.set(width + 1, -1);
            return new Counted(rows.rel(), places, rows.count());
        }
        Counted rows = aggregated(input, own.set(step.from()), fanOut(expand));
        return rows.rel() == input
                ? Counted.same(expand)
                : rows.under(
                        LogicalRoleExpand.create(rows.rel(), expand.graph(), step.withFrom(rows.place(step.from()))));
    }

    private Counted expand(LogicalExpandInto expand, ImmutableBitSet used) {
        RelNode input = expand.getInput();
        ExpandInto.Step step = expand.step();
        ImmutableBitSet own = used.intersect(ImmutableBitSet.range(width(input)))
                .set(step.from())
                .set(step.to());
        Counted rows = of(input, own);
        return rows.rel() == input
                ? Counted.same(expand)
                : rows.under(LogicalExpandInto.create(
                        rows.rel(),
                        expand.graph(),
                        new ExpandInto.Step(
                                rows.place(step.from()),
                                rows.place(step.to()),
                                step.direction(),
                                step.edge(),
                                step.edgeTables())));
    }

    /** The sides of an inner join are counted each for itself; of other joins the left side only, whose rows no row of the right side changes. */
    private Counted join(LogicalJoin join, ImmutableBitSet used) {
        ImmutableBitSet all = used.union(RelOptUtil.InputFinder.bits(join.getCondition()));
        int width = width(join.getLeft());
        JoinRelType type = join.getJoinType();
        if (type == JoinRelType.RIGHT || type == JoinRelType.FULL) {
            return Counted.same(join);
        }
        Counted left = side(join, join.getLeft(), all.intersect(ImmutableBitSet.range(width)));
        Counted right = type == JoinRelType.INNER
                ? side(
                        join,
                        join.getRight(),
                        all.except(ImmutableBitSet.range(width)).shift(-width))
                : Counted.same(join.getRight());
        if (left.rel() == join.getLeft() && right.rel() == join.getRight()) {
            return Counted.same(join);
        }
        Counted both = left.beside(right);
        RelNode rel =
                join.copy(join.getTraitSet(), both.moved(join.getCondition()), left.rel(), right.rel(), type, false);
        Counted joined = new Counted(rel, both.places().subList(0, width(join)), left.count());
        return right.count() < 0 ? joined : joined.multiplied(width(left.rel()) + right.count());
    }

    private Counted side(LogicalJoin join, RelNode side, ImmutableBitSet used) {
        if (used.isEmpty()) {
            return Counted.same(side);
        }
        RelMetadataQuery mq = join.getCluster().getMetadataQuery();
        return aggregated(side, used, FIND + mq.getRowCount(join) / mq.getRowCount(side));
    }

    private static double fanOut(RelNode step) {
        RelMetadataQuery mq = step.getCluster().getMetadataQuery();
        return mq.getRowCount(step) / mq.getRowCount(step.getInput(0));
    }

    /** Rows of which equal ones are made one, where that saves more than it costs; {@code work} is what is done above for each of them. */
    private Counted aggregated(RelNode input, ImmutableBitSet used, double work) {
        Counted rows = of(input, used);
        RelMetadataQuery mq = input.getCluster().getMetadataQuery();
        double count = mq.getRowCount(rows.rel());
        Double distinct = mq.getDistinctRowCount(rows.rel(), rows.places(used), null);
        return distinct != null && (1 - distinct / count) * work > COST ? aggregated(rows, used) : rows;
    }

    private Counted aggregated(Counted rows, ImmutableBitSet used) {
        ImmutableBitSet keys = rows.places(used);
        List<AggregateCall> calls = counts ? List.of(EagerAggregation.count(rows)) : List.of();
        return new Counted(
                LogicalAggregate.create(rows.rel(), List.of(), keys, null, calls),
                rows.packed(keys),
                counts ? keys.cardinality() : -1);
    }

    /** The branches count their own rows, and aggregate them where one of them has two steps, so that rows may come several times. */
    private Counted union(LogicalUnion union, ImmutableBitSet used) {
        if (used.isEmpty() && !counts) {
            return Counted.same(union);
        }
        boolean repeated = !used.isEmpty() && union.getInputs().stream().anyMatch(CountedRows::hasTwoSteps);
        boolean changed = repeated;
        List<RelNode> branches = new ArrayList<>();
        for (RelNode branch : union.getInputs()) {
            Counted rows = of(branch, used);
            changed |= rows.rel() != branch;
            branches.add(inOrder(repeated ? aggregated(rows, used) : rows, used));
        }
        return changed
                ? new Counted(
                        LogicalUnion.create(branches, true),
                        Counted.same(union).packed(used),
                        counts ? used.cardinality() : -1)
                : Counted.same(union);
    }

    /** The columns used in their old order, then the number. */
    private RelNode inOrder(Counted rows, ImmutableBitSet used) {
        List<RexNode> columns = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int column : used) {
            columns.add(RexInputRef.of(rows.place(column), rows.rel().getRowType()));
            names.add(rows.rel().getRowType().getFieldNames().get(rows.place(column)));
        }
        if (counts) {
            columns.add(rows.number());
            names.add("$count");
        }
        return Counted.project(rows.rel(), columns, names);
    }

    private static boolean hasTwoSteps(RelNode branch) {
        int steps = 0;
        RelNode rel = branch;
        while (isStep(rel)
                || rel instanceof LogicalProject
                || rel instanceof LogicalFilter
                || rel instanceof LogicalElementLookup) {
            steps += isStep(rel) ? 1 : 0;
            rel = rel.getInput(0);
        }
        return steps > 1;
    }

    private static boolean isStep(RelNode rel) {
        return rel instanceof LogicalExpand || rel instanceof LogicalRoleExpand;
    }
}
