package io.grism.calcite.rule;

import static io.grism.calcite.rule.PhysicalRule.input;

import io.grism.calcite.rel.GrismDistribution;
import io.grism.calcite.rel.GrismEdgeScan;
import io.grism.calcite.rel.GrismElementLookup;
import io.grism.calcite.rel.GrismExpand;
import io.grism.calcite.rel.GrismExpandCount;
import io.grism.calcite.rel.GrismExpandIntersect;
import io.grism.calcite.rel.GrismExpandInto;
import io.grism.calcite.rel.GrismHyperedgeScan;
import io.grism.calcite.rel.GrismNodeScan;
import io.grism.calcite.rel.GrismReach;
import io.grism.calcite.rel.GrismRoleExpand;
import io.grism.calcite.rel.GrismRoleLookup;
import io.grism.calcite.rel.LogicalEdgeScan;
import io.grism.calcite.rel.LogicalElementLookup;
import io.grism.calcite.rel.LogicalExpand;
import io.grism.calcite.rel.LogicalExpandCount;
import io.grism.calcite.rel.LogicalExpandIntersect;
import io.grism.calcite.rel.LogicalExpandInto;
import io.grism.calcite.rel.LogicalHyperedgeScan;
import io.grism.calcite.rel.LogicalNodeScan;
import io.grism.calcite.rel.LogicalReach;
import io.grism.calcite.rel.LogicalRoleExpand;
import io.grism.calcite.rel.LogicalRoleLookup;
import io.grism.calcite.rel.PatternVertex;
import io.grism.exec.graph.ElementKind;
import io.grism.exec.graph.Starts;
import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.jspecify.annotations.Nullable;

/** Physical twins of the graph rels. A step needs each row where the adjacency of the element is that it starts at, and
 * leaves it there; a search from all rows together needs them in one place. */
final class PhysicalGraphRules {
    private PhysicalGraphRules() {}

    static List<RelOptRule> of(Convention convention, GrismDistribution rows) {
        return List.of(
                rule(LogicalNodeScan.class, convention, rows, (scan, random) -> {
                    boolean readsTables = !scan.vertex().properties().isEmpty();
                    RelTraitSet traits = readsTables ? random : Spread.owner(random, 0);
                    return new GrismNodeScan(scan.getCluster(), traits, scan.graph(), scan.vertex());
                }),
                rule(
                        LogicalEdgeScan.class,
                        convention,
                        rows,
                        (scan, traits) -> new GrismEdgeScan(
                                scan.getCluster(),
                                traits,
                                scan.graph(),
                                scan.edge(),
                                scan.source(),
                                scan.destination(),
                                scan.edgeTables())),
                rule(LogicalExpand.class, convention, rows, (expand, random) -> {
                    RelTraitSet traits = Spread.owner(random, expand.step().from());
                    return new GrismExpand(
                            expand.getCluster(),
                            traits,
                            input(expand.getInput(), traits),
                            expand.graph(),
                            expand.step());
                }),
                rule(LogicalExpandCount.class, convention, rows, (expand, random) -> {
                    RelTraitSet traits = Spread.owner(random, expand.step().from());
                    return new GrismExpandCount(
                            expand.getCluster(),
                            traits,
                            input(expand.getInput(), traits),
                            expand.graph(),
                            expand.step());
                }),
                rule(LogicalExpandInto.class, convention, rows, (expand, random) -> {
                    RelTraitSet traits = Spread.owner(random, expand.step().from());
                    return new GrismExpandInto(
                            expand.getCluster(),
                            traits,
                            input(expand.getInput(), traits),
                            expand.graph(),
                            expand.step());
                }),
                rule(LogicalExpandIntersect.class, convention, rows, (expand, random) -> {
                    RelTraitSet traits = Spread.owner(random, expand.first().from());
                    return new GrismExpandIntersect(
                            expand.getCluster(),
                            traits,
                            input(expand.getInput(), traits),
                            expand.graph(),
                            expand.first(),
                            expand.second());
                }),
                rule(LogicalReach.class, convention, rows, (reach, random) -> {
                    RelTraitSet traits =
                            reach.starts() == Starts.EACH ? random : Spread.as(random, GrismDistribution.SINGLE);
                    return new GrismReach(
                            reach.getCluster(),
                            traits,
                            input(reach.getInput(), traits),
                            reach.graph(),
                            reach.walks(),
                            reach.starts());
                }),
                rule(LogicalHyperedgeScan.class, convention, rows, (scan, random) -> {
                    RelTraitSet traits = Spread.owner(random, 0);
                    return new GrismHyperedgeScan(
                            scan.getCluster(), traits, scan.graph(), scan.variable(), scan.edgeTables());
                }),
                rule(LogicalRoleExpand.class, convention, rows, (expand, random) -> {
                    RelTraitSet traits = Spread.owner(random, expand.step().from());
                    return new GrismRoleExpand(
                            expand.getCluster(),
                            traits,
                            input(expand.getInput(), traits),
                            expand.graph(),
                            expand.step());
                }),
                rule(
                        LogicalRoleLookup.class,
                        convention,
                        rows,
                        (lookup, traits) -> new GrismRoleLookup(
                                lookup.getCluster(),
                                traits,
                                input(lookup.getInput(), traits),
                                lookup.graph(),
                                lookup.calls())),
                rule(
                        LogicalElementLookup.class,
                        convention,
                        rows,
                        (lookup, traits) -> new GrismElementLookup(
                                lookup.getCluster(),
                                traits,
                                input(lookup.getInput(), traits),
                                lookup.graph(),
                                lookup.kind(),
                                lookup.element(),
                                lookup.properties())));
    }

    /** A scan with properties reads tables, where vertices are not with their owners. So it may be better to look properties up behind; null when there are none. */
    static @Nullable RelNode lookup(LogicalNodeScan scan, RelTraitSet random) {
        PatternVertex vertex = scan.vertex();
        if (vertex.properties().isEmpty()) {
            return null;
        }
        RelTraitSet traits = Spread.owner(random, 0);
        PatternVertex bare = new PatternVertex(vertex.name(), vertex.tables(), List.of());
        return new GrismElementLookup(
                scan.getCluster(),
                traits,
                new GrismNodeScan(scan.getCluster(), traits, scan.graph(), bare),
                scan.graph(),
                ElementKind.VERTEX,
                0,
                vertex.properties());
    }

    private static <R extends RelNode> RelOptRule rule(
            Class<R> type, Convention convention, GrismDistribution rows, PhysicalRule.Conversion<R> conversion) {
        return PhysicalRule.of(type, convention, rows, "", conversion);
    }
}
