package io.grism.calcite.rel;

import io.grism.exec.error.SourcePosition;
import io.grism.exec.graph.Direction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An edge of a pattern, or an incidence, which goes from the hyperedge to the player; or, with a quantifier, a walk along such edges, one after the other.
 *
 * @param name the variable, unique in the pattern; made up for an anonymous edge
 * @param from ordinal of the vertex on its left
 * @param to ordinal of the vertex on its right; may be the same
 * @param direction OUT when {@code from} is the source
 * @param tables edge ordinals of the edge tables and incidence tables that it may come from; none means that nothing matches
 * @param properties what is asked of it; nothing of a walk
 * @param quantifier how many edges a walk has; null for one edge. A match has no columns for a walk
 */
public record PatternEdge(
        String name,
        int from,
        int to,
        Direction direction,
        List<Integer> tables,
        List<MatchProperty> properties,
        @Nullable Quantifier quantifier) {
    /**
     * The bounds of a walk.
     *
     * @param position where it stands in the text, for messages
     */
    public record Quantifier(int least, int most, @Nullable SourcePosition position) {
        public Quantifier {
            if (least < 0 || most < Math.max(1, least)) {
                throw new IllegalArgumentException("no walk: {" + least + "," + most + "}");
            }
        }

        @Override
        public String toString() {
            return "{" + least + "," + most + "}";
        }
    }

    public PatternEdge {
        tables = tables.stream().sorted().distinct().toList();
        properties = List.copyOf(properties);
        if (quantifier != null && !properties.isEmpty()) {
            throw new IllegalArgumentException("properties of a walk: " + properties);
        }
    }

    /** A single edge. */
    public PatternEdge(
            String name, int from, int to, Direction direction, List<Integer> tables, List<MatchProperty> properties) {
        this(name, from, to, direction, tables, properties, null);
    }

    /** The same edge that may come from fewer tables. */
    PatternEdge withTables(List<Integer> fewer) {
        return new PatternEdge(name, from, to, direction, fewer, properties, quantifier);
    }

    /** Whether it is a walk. */
    public boolean isWalk() {
        return quantifier != null;
    }
}
