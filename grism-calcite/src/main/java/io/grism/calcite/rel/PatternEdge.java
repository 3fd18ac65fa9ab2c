package io.grism.calcite.rel;

import io.grism.exec.graph.Direction;
import java.util.List;

/**
 * An edge of a pattern, or an incidence, which goes from the hyperedge to the player.
 *
 * @param name the variable, unique in the pattern; made up for an anonymous edge
 * @param from ordinal of the vertex on its left
 * @param to ordinal of the vertex on its right; may be the same
 * @param direction OUT when {@code from} is the source
 * @param tables edge ordinals of the edge tables and incidence tables that it may come from; none means that nothing matches
 * @param properties what is asked of it
 */
public record PatternEdge(
        String name, int from, int to, Direction direction, List<Integer> tables, List<MatchProperty> properties) {
    public PatternEdge {
        tables = tables.stream().sorted().distinct().toList();
        properties = List.copyOf(properties);
    }
}
