package io.grism.calcite.rule;

import io.grism.calcite.rel.GrismDistribution;
import java.util.function.BiFunction;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.convert.ConverterRule;
import org.jspecify.annotations.Nullable;

/** Turns one kind of logical rel into its physical twin: of a convention, and spread in some way. */
final class PhysicalRule<R extends RelNode> extends ConverterRule {
    private final Class<R> type;
    private final Convention convention;
    private final GrismDistribution distribution;
    private final Conversion<R> conversion;

    /** Makes the physical twin of a rel with these traits, or of a spread of its own; null when there is none. */
    @FunctionalInterface
    interface Conversion<R> extends BiFunction<R, RelTraitSet, @Nullable RelNode> {}

    private PhysicalRule(
            Config config,
            Class<R> type,
            Convention convention,
            GrismDistribution distribution,
            Conversion<R> conversion) {
        super(config);
        this.type = type;
        this.convention = convention;
        this.distribution = distribution;
        this.conversion = conversion;
    }

    /** A rule; {@code form} tells it from others for the same kind of rel. */
    static <R extends RelNode> ConverterRule of(
            Class<R> type,
            Convention convention,
            GrismDistribution distribution,
            String form,
            Conversion<R> conversion) {
        return Config.INSTANCE
                .withConversion(
                        type,
                        Convention.NONE,
                        convention,
                        "Physical" + type.getSimpleName() + form + convention.getName())
                .withRuleFactory(config -> new PhysicalRule<>(config, type, convention, distribution, conversion))
                .toRule(ConverterRule.class);
    }

    @Override
    public @Nullable RelNode convert(RelNode rel) {
        return conversion.apply(
                type.cast(rel), rel.getTraitSet().replace(convention).replace(distribution));
    }

    /** An input with these traits. */
    static RelNode input(RelNode input, RelTraitSet traits) {
        return convert(input, traits);
    }
}
