package io.grism.calcite.rule;

import io.grism.calcite.rel.GrismRel;
import java.util.function.BiFunction;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.convert.ConverterRule;
import org.jspecify.annotations.Nullable;

/** Turns one kind of logical rel into its local twin. */
final class LocalRule<R extends RelNode> extends ConverterRule {
    private final Class<R> type;
    private final Conversion<R> conversion;

    /** Makes the local twin of a rel with these traits, or null when there is none. */
    @FunctionalInterface
    interface Conversion<R> extends BiFunction<R, RelTraitSet, @Nullable RelNode> {}

    private LocalRule(Config config, Class<R> type, Conversion<R> conversion) {
        super(config);
        this.type = type;
        this.conversion = conversion;
    }

    static <R extends RelNode> ConverterRule of(Class<R> type, Conversion<R> conversion) {
        return Config.INSTANCE
                .withConversion(type, Convention.NONE, GrismRel.LOCAL, "Local" + type.getSimpleName())
                .withRuleFactory(config -> new LocalRule<>(config, type, conversion))
                .toRule(ConverterRule.class);
    }

    @Override
    public @Nullable RelNode convert(RelNode rel) {
        return conversion.apply(type.cast(rel), rel.getTraitSet().replace(GrismRel.LOCAL));
    }

    /** An input in the local convention. */
    static RelNode local(RelNode input) {
        return convert(input, input.getTraitSet().replace(GrismRel.LOCAL));
    }
}
