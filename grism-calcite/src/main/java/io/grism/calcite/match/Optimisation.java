package io.grism.calcite.match;

/** A rewriting that makes plans faster and no different: what it gives without one, a plan must give with it. */
public enum Optimisation {
    /** Aggregates before the steps along edges. */
    EAGER_AGGREGATION,
    /** Cycles closed by {@link io.grism.calcite.rel.ExpandIntersect}. */
    INTERSECTION,
    /** Ends of walks found by {@link io.grism.calcite.rel.Reach} where it does not matter how many walks there are. */
    REACHABILITY,
    /** Conditions of a pattern tested as soon as their elements are there, below the steps that do not need them; else after the match. */
    EARLY_FILTERS,
    /** Ways to match that give the first rows soon, where few are wanted. */
    FIRST_ROWS,
    /** Joins with groups of which only the keys count as semi-joins. */
    SEMI_JOINS
}
