package io.grism.calcite.rule;

import java.util.function.Function;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.tools.RelBuilderFactory;

/** What a rule of ours matches, and how it is made. */
record RuleConfig(
        RelBuilderFactory relBuilderFactory,
        String description,
        RelRule.OperandTransform operandSupplier,
        Function<RuleConfig, RelOptRule> maker)
        implements RelRule.Config {
    static RuleConfig of(
            String description, RelRule.OperandTransform operands, Function<RuleConfig, RelOptRule> maker) {
        return new RuleConfig(RelFactories.LOGICAL_BUILDER, description, operands, maker);
    }

    @Override
    public RuleConfig withRelBuilderFactory(RelBuilderFactory factory) {
        return new RuleConfig(factory, description, operandSupplier, maker);
    }

    @Override
    public RuleConfig withDescription(String text) {
        return new RuleConfig(relBuilderFactory, text, operandSupplier, maker);
    }

    @Override
    public RuleConfig withOperandSupplier(RelRule.OperandTransform operands) {
        return new RuleConfig(relBuilderFactory, description, operands, maker);
    }

    @Override
    public RelOptRule toRule() {
        return maker.apply(this);
    }
}
