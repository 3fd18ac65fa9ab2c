package io.grism.calcite.rule;

import io.grism.calcite.rel.GrismDistribution;
import io.grism.calcite.rel.GrismRel;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.apache.calcite.plan.RelTraitSet;

/** Traits of rels that need their rows spread in some way. Those of a local plan are spread in none, and stay as they are. */
final class Spread {
    private Spread() {}

    static boolean isLocal(RelTraitSet traits) {
        return traits.getConvention() == GrismRel.LOCAL;
    }

    /** Of a local part, which a distributed plan runs in one partition. */
    static RelTraitSet local(RelTraitSet traits) {
        return traits.replace(GrismRel.LOCAL).replace(GrismDistribution.ANY);
    }

    static RelTraitSet as(RelTraitSet traits, GrismDistribution distribution) {
        return isLocal(traits) ? traits : traits.replace(distribution);
    }

    /** With rows where the adjacency of the element in a column is. */
    static RelTraitSet owner(RelTraitSet traits, int column) {
        return as(traits, GrismDistribution.owner(column));
    }

    /** With rows of equal keys in the same partition; in the only one if there are no keys. */
    static RelTraitSet by(RelTraitSet traits, List<Integer> keys) {
        return as(traits, keys.isEmpty() ? GrismDistribution.SINGLE : GrismDistribution.hash(keys));
    }

    /** The same spread when the columns have changed places. */
    static RelTraitSet moved(RelTraitSet traits, IntUnaryOperator place) {
        GrismDistribution moved = GrismDistribution.of(traits).moved(place);
        if (moved == null) {
            throw new IllegalArgumentException("a key without a place: " + traits);
        }
        return as(traits, moved);
    }
}
