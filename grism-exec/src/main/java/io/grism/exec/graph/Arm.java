package io.grism.exec.graph;

import io.grism.exec.graph.GraphTables.EdgeTable;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * One way that a step can take: an edge table in one direction, from vertices of one table to vertices of one table.
 *
 * @param from ordinal of the vertex table that it leaves
 * @param to ordinal of the vertex table that it reaches
 * @param edgeBase id of the edge table's first row
 * @param vertexBase id of the reached table's first row
 * @param outgoing whether it crosses edges from source to destination
 * @param skipLoops whether self-loops are left out, because the arm in the other direction has them
 */
record Arm(Adjacency adjacency, int from, int to, long edgeBase, long vertexBase, boolean outgoing, boolean skipLoops) {
    /** The arms of a step over edge tables to vertices of some vertex tables. */
    static List<Arm> of(
            GraphIndex index,
            Direction direction,
            List<Integer> edgeTables,
            List<Integer> vertexTables,
            BufferAllocator allocator) {
        List<Arm> arms = new ArrayList<>();
        for (int table : edgeTables) {
            EdgeTable edges = index.graph().edges().get(table);
            int source = edges.roles().get(EdgeTable.SOURCE).vertexTable();
            int destination = edges.roles().get(EdgeTable.DESTINATION).vertexTable();
            long edgeBase = GraphTables.elementId(table, 0);
            if (direction != Direction.IN && vertexTables.contains(destination)) {
                long base = GraphTables.elementId(destination, 0);
                arms.add(new Arm(index.outgoing(table, allocator), source, destination, edgeBase, base, true, false));
            }
            if (direction != Direction.OUT && vertexTables.contains(source)) {
                long base = GraphTables.elementId(source, 0);
                boolean skipLoops = direction == Direction.ANY && source == destination;
                arms.add(new Arm(
                        index.incoming(table, allocator), destination, source, edgeBase, base, false, skipLoops));
            }
        }
        return arms;
    }

    /** The index of the same edges at the vertices reached. */
    Adjacency reverse(GraphIndex index, BufferAllocator allocator) {
        int table = GraphTables.tableOf(edgeBase);
        return outgoing ? index.incoming(table, allocator) : index.outgoing(table, allocator);
    }

    /** The arms at each vertex table. */
    static Arm[][] byVertexTable(List<Arm> arms, GraphTables graph) {
        Arm[][] byTable = new Arm[graph.vertices().size()][];
        for (int table = 0; table < byTable.length; table++) {
            int from = table;
            byTable[table] = arms.stream().filter(arm -> arm.from == from).toArray(Arm[]::new);
        }
        return byTable;
    }
}
