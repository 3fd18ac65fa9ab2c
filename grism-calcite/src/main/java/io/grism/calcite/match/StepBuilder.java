package io.grism.calcite.match;

import io.grism.calcite.match.MatchColumns.Property;
import io.grism.calcite.rel.Expand;
import io.grism.calcite.rel.ExpandIntersect;
import io.grism.calcite.rel.ExpandInto;
import io.grism.calcite.rel.LogicalEdgeScan;
import io.grism.calcite.rel.LogicalElementLookup;
import io.grism.calcite.rel.LogicalExpand;
import io.grism.calcite.rel.LogicalExpandIntersect;
import io.grism.calcite.rel.LogicalExpandInto;
import io.grism.calcite.rel.LogicalHyperedgeScan;
import io.grism.calcite.rel.LogicalMatch;
import io.grism.calcite.rel.LogicalNodeScan;
import io.grism.calcite.rel.LogicalReach;
import io.grism.calcite.rel.LogicalRoleExpand;
import io.grism.calcite.rel.MatchPattern;
import io.grism.calcite.rel.MatchProperty;
import io.grism.calcite.rel.PatternEdge;
import io.grism.calcite.rel.PatternVertex;
import io.grism.calcite.rel.Reach;
import io.grism.calcite.rel.RoleExpand;
import io.grism.exec.graph.Direction;
import io.grism.exec.graph.Starts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalUnion;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/** Turns the steps chosen into rels, with each condition right where its elements are there, and the lookups that it needs right before. */
final class StepBuilder {
    private final long needed;
    private final LogicalMatch match;
    private final MatchPattern pattern;
    private final MatchColumns columns;
    private final PatternEstimator estimator;

    /** {@code needed} are the elements whose ids or properties are asked for, as bits. */
    StepBuilder(LogicalMatch match, MatchColumns columns, PatternEstimator estimator, long needed) {
        this.needed = needed;
        this.match = match;
        this.pattern = match.pattern();
        this.columns = columns;
        this.estimator = estimator;
    }

    MatchPlan build(Step step) {
        if (step instanceof Step.ScanVertex scan) {
            return scan(scan);
        }
        if (step instanceof Step.ScanEdge scan) {
            return scan(scan);
        }
        if (step instanceof Step.Extend extend) {
            if (extend.input() instanceof Step.Extend entry && isRoleStep(entry, extend)) {
                MatchPlan plan = expandRoles(build(entry.input()), entry, extend);
                return apply(
                        plan,
                        estimator.newlyCovered(step.elements(), entry.input().elements()));
            }
            MatchPlan plan = extend(build(extend.input()), extend);
            return apply(
                    plan, estimator.newlyCovered(step.elements(), extend.input().elements()));
        }
        if (step instanceof Step.Close close) {
            MatchPlan plan = close(build(close.input()), close);
            return apply(
                    plan, estimator.newlyCovered(step.elements(), close.input().elements()));
        }
        if (step instanceof Step.Intersect intersect) {
            MatchPlan plan = intersect(build(intersect.input()), intersect);
            return apply(
                    plan,
                    estimator.newlyCovered(step.elements(), intersect.input().elements()));
        }
        Step.Join join = (Step.Join) step;
        long left = join.left().elements();
        long right = join.right().elements();
        long common = left & right;
        List<Integer> shared = IntStream.range(0, Long.SIZE)
                .filter(element -> (common >> element & 1) != 0)
                .boxed()
                .toList();
        MatchPlan plan = join(build(join.left()), build(join.right()), shared, List.of());
        return apply(plan, estimator.newlyCovered(step.elements(), left, right));
    }

    private MatchPlan scan(Step.ScanVertex scan) {
        List<Conjunct> conditions = estimator.newlyCovered(scan.elements());
        PatternVertex vertex = pattern.vertices().get(scan.vertex());
        if (vertex.tables().stream().anyMatch(this::isEdgeTable)) {
            return apply(start(scanElements(vertex), List.of(new Property(scan.vertex(), null))), conditions);
        }
        List<Property> read = new ArrayList<>(properties(conditions));
        RelNode rel = LogicalNodeScan.create(
                match.getCluster(),
                match.graph(),
                new PatternVertex(vertex.name(), vertex.tables(), definitions(read)));
        read.add(0, new Property(scan.vertex(), null));
        return apply(start(rel, read), conditions);
    }

    private boolean isEdgeTable(int element) {
        return match.graph().tables().edgeOfElement(element) >= 0;
    }

    /** The ids of hyperedges, and of vertices where the element may be one too. */
    private RelNode scanElements(PatternVertex vertex) {
        List<Integer> edgeTables = vertex.tables().stream()
                .filter(this::isEdgeTable)
                .map(match.graph().tables()::edgeOfElement)
                .toList();
        RelNode hyperedges = LogicalHyperedgeScan.create(match.getCluster(), match.graph(), vertex.name(), edgeTables);
        List<Integer> vertexTables =
                vertex.tables().stream().filter(table -> !isEdgeTable(table)).toList();
        if (vertexTables.isEmpty()) {
            return hyperedges;
        }
        RelNode vertices = LogicalNodeScan.create(
                match.getCluster(), match.graph(), new PatternVertex(vertex.name(), vertexTables, List.of()));
        return LogicalUnion.create(List.of(vertices, hyperedges), true);
    }

    /** Whether two steps lead from a player through a hyperedge to a player, and nothing is asked in between. */
    private boolean isRoleStep(Step.Extend entry, Step.Extend exit) {
        PatternEdge in = pattern.edges().get(entry.edge());
        PatternEdge out = pattern.edges().get(exit.edge());
        int hyperedge = entry.from() == in.from() ? in.to() : in.from();
        long incidences = 1L << columns.edgeElement(entry.edge()) | 1L << columns.edgeElement(exit.edge());
        return hyperedge == exit.from()
                && !in.isWalk()
                && !out.isWalk()
                && leads(in, entry.from(), Direction.IN)
                && leads(out, exit.from(), Direction.OUT)
                && (needed & incidences) == 0
                && pattern.vertices().get(hyperedge).tables().stream().allMatch(this::isEdgeTable)
                && estimator
                        .newlyCovered(entry.elements(), entry.input().elements())
                        .isEmpty();
    }

    /** Whether incidences are crossed in a direction when left from an element. */
    private boolean leads(PatternEdge edge, int from, Direction direction) {
        Direction crossed =
                from == edge.from() ? edge.direction() : edge.direction().reverse();
        int edgeTables = match.graph().tables().edges().size();
        return crossed == direction && edge.tables().stream().allMatch(table -> table >= edgeTables);
    }

    private MatchPlan expandRoles(MatchPlan input, Step.Extend entry, Step.Extend exit) {
        PatternEdge in = pattern.edges().get(entry.edge());
        PatternEdge out = pattern.edges().get(exit.edge());
        int player = exit.from() == out.from() ? out.to() : out.from();
        PatternVertex hyperedge = pattern.vertices().get(exit.from());
        RoleExpand.Step step = new RoleExpand.Step(
                input.id(entry.from()),
                in.tables(),
                hyperedge.name(),
                hyperedge.tables().stream()
                        .map(match.graph().tables()::edgeOfElement)
                        .toList(),
                out.tables(),
                pattern.vertices().get(player).name(),
                pattern.vertices().get(player).tables());
        return input.on(
                LogicalRoleExpand.create(input.rel(), match.graph(), step),
                List.of(new Property(exit.from(), null), new Property(player, null)));
    }

    private MatchPlan scan(Step.ScanEdge scan) {
        PatternEdge edge = pattern.edges().get(scan.edge());
        boolean out = edge.direction() == Direction.OUT;
        int source = out ? edge.from() : edge.to();
        int destination = out ? edge.to() : edge.from();
        RelNode rel = LogicalEdgeScan.create(
                match.getCluster(),
                match.graph(),
                edge.name(),
                pattern.vertices().get(source).name(),
                pattern.vertices().get(destination).name(),
                edge.tables());
        MatchPlan plan = start(
                rel,
                List.of(
                        new Property(columns.edgeElement(scan.edge()), null),
                        new Property(source, null),
                        new Property(destination, null)));
        return apply(plan, estimator.newlyCovered(scan.elements()));
    }

    private MatchPlan start(RelNode rel, List<Property> read) {
        Map<Property, Integer> places = new HashMap<>();
        for (int place = 0; place < read.size(); place++) {
            places.put(read.get(place), place);
        }
        return new MatchPlan(rel, places, columns);
    }

    private MatchPlan extend(MatchPlan input, Step.Extend extend) {
        PatternEdge edge = pattern.edges().get(extend.edge());
        int reached = extend.from() == edge.from() ? edge.to() : edge.from();
        PatternEdge.Quantifier walk = edge.quantifier();
        if (walk != null) {
            Reach.Walks walks = new Reach.Walks(
                    input.id(extend.from()),
                    extend.from() == edge.from()
                            ? edge.direction()
                            : edge.direction().reverse(),
                    edge.tables(),
                    walk.least(),
                    walk.most(),
                    pattern.vertices().get(reached).name(),
                    pattern.vertices().get(reached).tables());
            return input.on(
                    LogicalReach.create(input.rel(), match.graph(), walks, Starts.EACH),
                    List.of(new Property(reached, null)));
        }
        return input.on(
                LogicalExpand.create(input.rel(), match.graph(), step(input, extend.edge(), reached)),
                List.of(new Property(columns.edgeElement(extend.edge()), null), new Property(reached, null)));
    }

    private Expand.Step step(MatchPlan input, int ordinal, int reached) {
        PatternEdge edge = pattern.edges().get(ordinal);
        boolean forward = reached == edge.to();
        return new Expand.Step(
                input.id(forward ? edge.from() : edge.to()),
                forward ? edge.direction() : edge.direction().reverse(),
                edge.name(),
                edge.tables(),
                pattern.vertices().get(reached).name(),
                pattern.vertices().get(reached).tables());
    }

    private MatchPlan intersect(MatchPlan input, Step.Intersect intersect) {
        int reached = intersect.reached();
        Expand.Step other = step(input, intersect.second(), reached);
        ExpandIntersect.Leg second =
                new ExpandIntersect.Leg(other.from(), other.direction(), other.edge(), other.edgeTables());
        return input.on(
                LogicalExpandIntersect.create(
                        input.rel(), match.graph(), step(input, intersect.first(), reached), second),
                List.of(
                        new Property(columns.edgeElement(intersect.first()), null),
                        new Property(reached, null),
                        new Property(columns.edgeElement(intersect.second()), null)));
    }

    private MatchPlan close(MatchPlan input, Step.Close close) {
        PatternEdge edge = pattern.edges().get(close.edge());
        ExpandInto.Step step = new ExpandInto.Step(
                input.id(edge.from()), input.id(edge.to()), edge.direction(), edge.name(), edge.tables());
        return input.on(
                LogicalExpandInto.create(input.rel(), match.graph(), step),
                List.of(new Property(columns.edgeElement(close.edge()), null)));
    }

    /** Joins two plans on the ids of shared elements and on conditions, whose properties both plans have looked up. */
    MatchPlan join(MatchPlan left, MatchPlan right, List<Integer> shared, List<Conjunct> conditions) {
        RexBuilder rex = match.getCluster().getRexBuilder();
        int shift = left.rel().getRowType().getFieldCount();
        List<RexNode> all = new ArrayList<>();
        for (int element : shared) {
            RelNode leftRel = left.rel();
            RelNode rightRel = right.rel();
            RexNode leftId = rex.makeInputRef(leftRel, left.id(element));
            RexNode rightId = rex.makeInputRef(
                    rightRel.getRowType().getFieldList().get(right.id(element)).getType(), shift + right.id(element));
            all.add(rex.makeCall(SqlStdOperatorTable.EQUALS, leftId, rightId));
        }
        RelNode product = product(left, right, rex.makeLiteral(true));
        MatchPlan joined = left.joined(product, right);
        conditions.forEach(condition -> all.add(joined.rewrite(condition.condition())));
        return left.joined(product(left, right, RexUtil.composeConjunction(rex, all)), right);
    }

    private static RelNode product(MatchPlan left, MatchPlan right, RexNode condition) {
        return LogicalJoin.create(left.rel(), right.rel(), List.of(), condition, Set.of(), JoinRelType.INNER);
    }

    /** The plan under conditions: those that need no look-up first. */
    private MatchPlan apply(MatchPlan input, List<Conjunct> conditions) {
        List<Conjunct> now = new ArrayList<>();
        List<Conjunct> later = new ArrayList<>();
        for (Conjunct condition : conditions) {
            boolean ready = condition.properties().stream().allMatch(input::has);
            (ready ? now : later).add(condition);
        }
        MatchPlan plan = filter(input, now);
        return later.isEmpty() ? plan : filter(lookUp(plan, properties(later)), later);
    }

    private static MatchPlan filter(MatchPlan plan, List<Conjunct> conditions) {
        List<RexNode> rewritten = new ArrayList<>();
        conditions.forEach(condition -> rewritten.add(plan.rewrite(condition.condition())));
        return plan.on(MatchOptimizer.filter(plan.rel(), rewritten), List.of());
    }

    /** The plan with these columns, looked up where they are not there yet: one lookup an element. */
    MatchPlan lookUp(MatchPlan input, Collection<Property> wanted) {
        Map<Integer, List<Property>> missing = new TreeMap<>();
        for (Property property : wanted) {
            if (!input.has(property)) {
                missing.computeIfAbsent(property.element(), element -> new ArrayList<>())
                        .add(property);
            }
        }
        MatchPlan plan = input;
        for (Map.Entry<Integer, List<Property>> entry : missing.entrySet()) {
            plan = plan.on(lookUp(plan, entry.getKey(), entry.getValue()), entry.getValue());
        }
        return plan;
    }

    /** Reads with the scan what is asked of all vertices. */
    private RelNode lookUp(MatchPlan plan, int element, List<Property> missing) {
        if (plan.rel() instanceof LogicalNodeScan scan) {
            List<MatchProperty> all = new ArrayList<>(scan.vertex().properties());
            all.addAll(definitions(missing));
            PatternVertex vertex =
                    new PatternVertex(scan.vertex().name(), scan.vertex().tables(), all);
            return LogicalNodeScan.create(match.getCluster(), match.graph(), vertex);
        }
        return LogicalElementLookup.create(
                plan.rel(), match.graph(), columns.kind(element), plan.id(element), definitions(missing));
    }

    private static Set<Property> properties(List<Conjunct> conditions) {
        Set<Property> properties = new LinkedHashSet<>();
        conditions.forEach(condition -> properties.addAll(condition.properties()));
        return properties;
    }

    private static List<MatchProperty> definitions(List<Property> properties) {
        return properties.stream()
                .map(property -> Objects.requireNonNull(property.property()))
                .toList();
    }
}
