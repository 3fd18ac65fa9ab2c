package io.grism.calcite.rule;

import static io.grism.calcite.rule.LocalRule.local;

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
import java.util.List;
import org.apache.calcite.plan.RelOptRule;

/** Local twins of the graph rels. */
final class LocalGraphRules {
    static final List<RelOptRule> ALL = List.of(
            LocalRule.of(
                    LogicalNodeScan.class,
                    (scan, traits) -> new GrismNodeScan(scan.getCluster(), traits, scan.graph(), scan.vertex())),
            LocalRule.of(
                    LogicalEdgeScan.class,
                    (scan, traits) -> new GrismEdgeScan(
                            scan.getCluster(),
                            traits,
                            scan.graph(),
                            scan.edge(),
                            scan.source(),
                            scan.destination(),
                            scan.edgeTables())),
            LocalRule.of(
                    LogicalExpand.class,
                    (expand, traits) -> new GrismExpand(
                            expand.getCluster(), traits, local(expand.getInput()), expand.graph(), expand.step())),
            LocalRule.of(
                    LogicalExpandCount.class,
                    (expand, traits) -> new GrismExpandCount(
                            expand.getCluster(), traits, local(expand.getInput()), expand.graph(), expand.step())),
            LocalRule.of(
                    LogicalExpandInto.class,
                    (expand, traits) -> new GrismExpandInto(
                            expand.getCluster(), traits, local(expand.getInput()), expand.graph(), expand.step())),
            LocalRule.of(
                    LogicalExpandIntersect.class,
                    (expand, traits) -> new GrismExpandIntersect(
                            expand.getCluster(),
                            traits,
                            local(expand.getInput()),
                            expand.graph(),
                            expand.first(),
                            expand.second())),
            LocalRule.of(
                    LogicalReach.class,
                    (reach, traits) -> new GrismReach(
                            reach.getCluster(),
                            traits,
                            local(reach.getInput()),
                            reach.graph(),
                            reach.walks(),
                            reach.starts())),
            LocalRule.of(
                    LogicalHyperedgeScan.class,
                    (scan, traits) -> new GrismHyperedgeScan(
                            scan.getCluster(), traits, scan.graph(), scan.variable(), scan.edgeTables())),
            LocalRule.of(
                    LogicalRoleExpand.class,
                    (expand, traits) -> new GrismRoleExpand(
                            expand.getCluster(), traits, local(expand.getInput()), expand.graph(), expand.step())),
            LocalRule.of(
                    LogicalRoleLookup.class,
                    (lookup, traits) -> new GrismRoleLookup(
                            lookup.getCluster(), traits, local(lookup.getInput()), lookup.graph(), lookup.calls())),
            LocalRule.of(
                    LogicalElementLookup.class,
                    (lookup, traits) -> new GrismElementLookup(
                            lookup.getCluster(),
                            traits,
                            local(lookup.getInput()),
                            lookup.graph(),
                            lookup.kind(),
                            lookup.element(),
                            lookup.properties())));

    private LocalGraphRules() {}
}
