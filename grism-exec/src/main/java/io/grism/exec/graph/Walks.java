package io.grism.exec.graph;

import io.grism.exec.operator.OperatorContext;
import io.grism.exec.storage.Snapshot;
import java.util.List;

/**
 * What a search walks through.
 *
 * @param edgeTables edge ordinals of the edges or incidences that each step crosses one of
 * @param least steps of the shortest walks
 * @param most steps of the longest
 * @param vertexTables numbers of the element tables that what is reached is of; what walks go through may be of any
 */
public record Walks(
        GraphTables graph,
        Snapshot snapshot,
        Direction direction,
        List<Integer> edgeTables,
        int least,
        int most,
        List<Integer> vertexTables) {
    Reachability open(OperatorContext context) {
        return new Reachability(graph, snapshot, direction, edgeTables, least, most, vertexTables, context);
    }
}
