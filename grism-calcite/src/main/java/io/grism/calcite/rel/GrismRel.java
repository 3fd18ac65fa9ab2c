package io.grism.calcite.rel;

import java.util.Collections;
import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.DeriveMode;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.PhysicalNode;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.util.Pair;
import org.jspecify.annotations.Nullable;

/** A physical rel: describes one plan node, and is turned into it by the translator. Its convention says where the plan runs. */
public interface GrismRel extends PhysicalNode {
    /** Plans of one process: no Exchange anywhere. */
    Convention LOCAL = new Convention.Impl("LOCAL", GrismRel.class);

    /** Plans of stages that run in partitions, with exchanges between them. A local part of such a plan runs in a stage of one partition. */
    Convention DISTRIBUTED = new Convention.Impl("DISTRIBUTED", GrismRel.class) {
        @Override
        public @Nullable RelNode enforce(RelNode input, RelTraitSet required) {
            return GrismExchange.enforce(input, required);
        }
    };

    /** How the rows are spread. */
    default GrismDistribution distribution() {
        return GrismDistribution.of(getTraitSet());
    }

    /** The cost of steps that the partitions share. */
    default RelOptCost elapsed(double steps) {
        return GrismCost.of(steps / distribution().parallelism());
    }

    /** How the inputs must be spread for the rows of this rel to be spread by keys as wanted; null when that does not serve. */
    default @Nullable List<GrismDistribution> inputsFor(GrismDistribution wanted) {
        return null;
    }

    /** How the rows are spread when an input is spread by keys as given, and the others to match; null when that does not serve. */
    default @Nullable GrismDistribution outputOf(GrismDistribution given, int input) {
        return null;
    }

    /** Whatever has inputs runs in one partition if they do. */
    @Override
    default @Nullable Pair<RelTraitSet, List<RelTraitSet>> passThroughTraits(RelTraitSet required) {
        GrismDistribution wanted = GrismDistribution.of(required);
        if (getConvention() != DISTRIBUTED
                || required.getConvention() != DISTRIBUTED
                || getInputs().isEmpty()) {
            return null;
        }
        List<GrismDistribution> inputs = wanted.equals(GrismDistribution.SINGLE)
                ? Collections.nCopies(getInputs().size(), wanted)
                : wanted.isKeyed() ? inputsFor(wanted) : null;
        return inputs == null
                ? null
                : Pair.of(required, inputs.stream().map(required::replace).toList());
    }

    @Override
    default @Nullable Pair<RelTraitSet, List<RelTraitSet>> deriveTraits(RelTraitSet childTraits, int childId) {
        GrismDistribution given = GrismDistribution.of(childTraits);
        GrismDistribution output =
                given.equals(GrismDistribution.SINGLE) ? given : given.isKeyed() ? outputOf(given, childId) : null;
        return output == null || childTraits.getConvention() != DISTRIBUTED
                ? null
                : passThroughTraits(childTraits.replace(output));
    }

    @Override
    default DeriveMode getDeriveMode() {
        return getInputs().size() > 1 ? DeriveMode.BOTH : DeriveMode.LEFT_FIRST;
    }
}
