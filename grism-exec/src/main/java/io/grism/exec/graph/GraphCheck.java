package io.grism.exec.graph;

import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import io.grism.exec.graph.GraphTables.Role;
import io.grism.exec.graph.GraphTables.Through;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.TableSnapshot;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Finds keys of edges that name a player which does not exist. A key with a NULL names none and is fine. */
public final class GraphCheck {
    private GraphCheck() {}

    /** What a key that finds nothing should have found. */
    public enum End {
        PLAYER,
        /** The hyperedge that a row of a table of incidences belongs to. */
        HYPEREDGE
    }

    /**
     * The dangling keys of one role of one edge table.
     *
     * @param edgeTable ordinal in {@link GraphTables#edges()}
     * @param role ordinal of the role
     * @param count how many rows have such a key; at least 1
     * @param firstRow position of the first one
     * @param firstKey its key, boxed
     */
    public record Dangling(
            int edgeTable, int role, End end, long count, long firstRow, List<@Nullable Object> firstKey) {}

    /** All dangling keys, by edge table and role. */
    public static List<Dangling> danglingEdges(GraphTables graph, Snapshot snapshot, BufferAllocator allocator) {
        GraphIndex index = new GraphIndex(graph, snapshot);
        List<Dangling> found = new ArrayList<>();
        for (int table = 0; table < graph.edges().size(); table++) {
            List<Role> roles = graph.edges().get(table).roles();
            for (int role = 0; role < roles.size(); role++) {
                Through through = roles.get(role).through();
                Checked checked = new Checked(index, table, role, allocator);
                if (through == null) {
                    int[] players = index.ends(table, allocator).of(role);
                    TableSnapshot rows = index.edgeTable(table);
                    checked.add(End.PLAYER, rows, roles.get(role).edgeColumns(), players, found);
                } else {
                    int[][] references = index.references(table, roles.get(role), 0, allocator);
                    TableSnapshot rows = index.table(through.table());
                    checked.add(End.HYPEREDGE, rows, through.edgeKey(), references[0], found);
                    checked.add(End.PLAYER, rows, through.playerKey(), references[1], found);
                }
            }
        }
        return found;
    }

    /** One role under check. */
    private record Checked(GraphIndex index, int table, int role, BufferAllocator allocator) {
        void add(End end, TableSnapshot rows, List<Integer> columns, int[] references, List<Dangling> to) {
            BitSet missing = missing(end);
            int count = 0;
            int first = -1;
            for (int row = 0; row < references.length; row++) {
                int reference = references[row];
                if (reference == RowReferences.DANGLING || reference >= 0 && missing.get(reference)) {
                    first = count == 0 ? row : first;
                    count++;
                }
            }
            if (count > 0) {
                to.add(new Dangling(table, role, end, count, first, key(rows, columns, first, allocator)));
            }
        }

        /** Rows of the table referred to that are no elements of the graph. */
        private BitSet missing(End end) {
            int player = index.graph()
                    .edgeOfElement(
                            index.graph().edges().get(table).roles().get(role).player());
            int edge = end == End.HYPEREDGE ? table : player;
            return edge < 0 ? new BitSet() : index.ends(edge, allocator).missing();
        }
    }

    private static List<@Nullable Object> key(
            TableSnapshot table, List<Integer> columns, int row, BufferAllocator allocator) {
        List<@Nullable Object> key = new ArrayList<>();
        for (int column : columns) {
            try (FieldVector value = table.gather(column, new long[] {row}, 1, allocator)) {
                Column boxed = Columns.create(value.getField());
                boxed.append(value, 0, 1);
                key.add(boxed.get(0));
            }
        }
        return key;
    }
}
