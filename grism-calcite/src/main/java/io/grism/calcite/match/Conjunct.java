package io.grism.calcite.match;

import java.util.List;
import org.apache.calcite.rex.RexNode;

/**
 * One condition of a match.
 *
 * @param condition over the columns of the LogicalMatch
 * @param elements the elements that it mentions, as bits
 * @param properties the properties that it needs
 * @param selectivity the part of the combinations of its elements for which it is estimated to hold
 */
record Conjunct(RexNode condition, long elements, List<MatchColumns.Property> properties, double selectivity) {
    /** Whether it can be told as soon as these elements are known. */
    boolean isCoveredBy(long known) {
        return (elements & ~known) == 0;
    }
}
