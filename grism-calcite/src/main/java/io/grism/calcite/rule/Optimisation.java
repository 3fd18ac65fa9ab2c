package io.grism.calcite.rule;

/** A rewriting that makes plans faster and no different: what it gives without one, a plan must give with it. */
public enum Optimisation {
    /** {@link EagerAggregation}. */
    EAGER_AGGREGATION,
    /** Cycles closed by {@link io.grism.calcite.rel.ExpandIntersect}. */
    INTERSECTION
}
