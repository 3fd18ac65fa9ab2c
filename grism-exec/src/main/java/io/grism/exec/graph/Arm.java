package io.grism.exec.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.apache.arrow.memory.BufferAllocator;

/**
 * One way that a step can take: edges or incidences of one table in one direction, from elements of one table to elements of one table.
 *
 * @param from number of the element table that it leaves
 * @param to number of the element table that it reaches
 * @param edgeBase id of the first edge or incidence
 * @param elementBase id of the reached table's first row
 * @param edgeOrdinal what it crosses
 * @param outgoing whether it crosses edges from source to destination
 * @param skipLoops whether self-loops are left out, because the arm in the other direction has them
 */
record Arm(
        Adjacency adjacency,
        int from,
        int to,
        long edgeBase,
        long elementBase,
        int edgeOrdinal,
        boolean outgoing,
        boolean skipLoops) {
    /** The arms of a step over edge ordinals to elements of some tables. */
    static List<Arm> of(
            GraphIndex index,
            Direction direction,
            List<Integer> edgeOrdinals,
            IntPredicate elementTables,
            BufferAllocator allocator) {
        GraphTables graph = index.graph();
        List<Arm> arms = new ArrayList<>();
        for (int ordinal : edgeOrdinals) {
            int start = graph.start(ordinal);
            int end = graph.end(ordinal);
            long edgeBase = GraphTables.elementId(graph.elementOfEdge(ordinal), 0);
            if (direction != Direction.IN && elementTables.test(end)) {
                long base = GraphTables.elementId(end, 0);
                Adjacency outgoing = index.outgoing(ordinal, allocator);
                arms.add(new Arm(outgoing, start, end, edgeBase, base, ordinal, true, false));
            }
            if (direction != Direction.OUT && elementTables.test(start)) {
                long base = GraphTables.elementId(start, 0);
                boolean skipLoops = direction == Direction.ANY && start == end;
                Adjacency incoming = index.incoming(ordinal, allocator);
                arms.add(new Arm(incoming, end, start, edgeBase, base, ordinal, false, skipLoops));
            }
        }
        return arms;
    }

    /** The edges at a vertex. */
    int degree(int vertex) {
        return adjacency.degree(vertex) - (skipLoops ? adjacency.count(vertex, vertex) : 0);
    }

    /** The index of the same edges at the elements reached. */
    Adjacency reverse(GraphIndex index, BufferAllocator allocator) {
        return outgoing ? index.incoming(edgeOrdinal, allocator) : index.outgoing(edgeOrdinal, allocator);
    }

    /** The arms at each element table. */
    static Arm[][] byTable(List<Arm> arms, GraphTables graph) {
        Arm[][] byTable = new Arm[graph.elementCount()][];
        for (int table = 0; table < byTable.length; table++) {
            int from = table;
            byTable[table] = arms.stream().filter(arm -> arm.from == from).toArray(Arm[]::new);
        }
        return byTable;
    }
}
