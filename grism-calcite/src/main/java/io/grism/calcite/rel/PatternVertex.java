package io.grism.calcite.rel;

import java.util.List;

/**
 * A vertex of a pattern; a hyperedge may stand in its place.
 *
 * @param name the variable, unique in the pattern; made up for an anonymous vertex
 * @param tables numbers of the element tables that it may come from; none means that nothing matches
 * @param properties what is asked of it
 */
public record PatternVertex(String name, List<Integer> tables, List<MatchProperty> properties) {
    public PatternVertex {
        tables = tables.stream().sorted().distinct().toList();
        properties = List.copyOf(properties);
    }
}
