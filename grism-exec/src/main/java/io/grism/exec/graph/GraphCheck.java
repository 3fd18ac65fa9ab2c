package io.grism.exec.graph;

import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import io.grism.exec.graph.GraphTables.Role;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.TableSnapshot;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Finds edges whose keys name a vertex that does not exist. A key with a NULL names none and is fine. */
public final class GraphCheck {
    private GraphCheck() {}

    /**
     * The dangling edges of one role of one edge table.
     *
     * @param edgeTable ordinal in {@link GraphTables#edges()}
     * @param role ordinal of the role
     * @param count how many edges dangle there; at least 1
     * @param firstRow position of the first one
     * @param firstKey its key, boxed
     */
    public record Dangling(int edgeTable, int role, long count, long firstRow, List<@Nullable Object> firstKey) {}

    /** All dangling ends, by edge table and role. */
    public static List<Dangling> danglingEdges(GraphTables graph, Snapshot snapshot, BufferAllocator allocator) {
        GraphIndex index = new GraphIndex(graph, snapshot);
        List<Dangling> found = new ArrayList<>();
        for (int table = 0; table < graph.edges().size(); table++) {
            EdgeEnds ends = index.ends(table, allocator);
            List<Role> roles = graph.edges().get(table).roles();
            for (int role = 0; role < roles.size(); role++) {
                int count = 0;
                int first = -1;
                int[] players = ends.of(role);
                for (int row = 0; row < players.length; row++) {
                    if (players[row] == EdgeEnds.DANGLING) {
                        first = count == 0 ? row : first;
                        count++;
                    }
                }
                if (count > 0) {
                    List<@Nullable Object> key =
                            key(index.edgeTable(table), roles.get(role).edgeColumns(), first, allocator);
                    found.add(new Dangling(table, role, count, first, key));
                }
            }
        }
        return found;
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
