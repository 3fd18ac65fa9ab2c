package io.grism.calcite.rel;

import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.PhysicalNode;
import org.apache.calcite.util.Pair;
import org.jspecify.annotations.Nullable;

/** A physical rel: describes one plan node, and is turned into it by the translator. Its convention says where the plan runs. */
public interface GrismRel extends PhysicalNode {
    /** Plans of one process: no Exchange anywhere. */
    Convention LOCAL = new Convention.Impl("LOCAL", GrismRel.class);

    @Override
    default @Nullable Pair<RelTraitSet, List<RelTraitSet>> passThroughTraits(RelTraitSet required) {
        return null;
    }

    @Override
    default @Nullable Pair<RelTraitSet, List<RelTraitSet>> deriveTraits(RelTraitSet childTraits, int childId) {
        return null;
    }
}
