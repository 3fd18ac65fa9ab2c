package io.grism.exec.graph;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.graph.GraphTables.EdgeTable;
import io.grism.exec.graph.GraphTables.Presence;
import io.grism.exec.graph.GraphTables.Role;
import io.grism.exec.storage.TableSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The players that the rows of one edge table name themselves, and which of the rows are edges. Immutable.
 */
final class EdgeEnds {
    /** Where a role's players stand in another table. */
    static final int[] THROUGH = {};

    /** One row in so many. */
    private static final int DANGLING_PART = 8;

    private final int[][] ends;
    private final BitSet missing;
    private final int rows;

    /** Takes over the arrays. */
    EdgeEnds(int[][] ends, BitSet missing, int rows) {
        this.ends = ends;
        this.missing = missing;
        this.rows = rows;
    }

    /** Per edge row the row of a direct role's player, or {@link RowReferences#DANGLING} or {@link RowReferences#NO_KEY}. */
    int[] of(int role) {
        return ends[role];
    }

    int rowCount() {
        return rows;
    }

    int roleCount() {
        return ends.length;
    }

    /** Rows that are no edges: a key in them finds no player, or a role that has to be played is not. */
    BitSet missing() {
        return missing;
    }

    /**
     * The edges of a table from a row on, which is row 0 of the result.
     *
     * @param players the snapshots of the players' tables, in role order
     */
    static EdgeEnds build(
            EdgeTable definition,
            TableSnapshot edges,
            int firstRow,
            List<TableSnapshot> players,
            BufferAllocator allocator) {
        players.forEach(EdgeEnds::rowCount);
        List<Role> roles = definition.roles();
        List<Integer> direct = new ArrayList<>();
        List<RowReferences.Reference> references = new ArrayList<>();
        for (int r = 0; r < roles.size(); r++) {
            if (roles.get(r).through() == null) {
                direct.add(r);
                references.add(reference(roles.get(r), players.get(r)));
            }
        }
        int[][] found = RowReferences.find(edges, firstRow, references, allocator);
        int[][] ends = new int[roles.size()][];
        for (int r = 0; r < ends.length; r++) {
            ends[r] = direct.contains(r) ? found[direct.indexOf(r)] : THROUGH;
        }
        int rows = rowCount(edges) - firstRow;
        return new EdgeEnds(ends, missing(roles, ends, rows), rows);
    }

    private static RowReferences.Reference reference(Role role, TableSnapshot players) {
        return new RowReferences.Reference(role.edgeColumns(), players, role.playerColumns());
    }

    /**
     * These edges and those of the rows added since; players may have been added, too. Null when so many keys of these find no player that all had better be built anew.
     */
    @Nullable
    EdgeEnds extend(EdgeTable definition, TableSnapshot edges, List<TableSnapshot> players, BufferAllocator allocator) {
        EdgeEnds more = build(definition, edges, rows, players, allocator);
        int[][] all = new int[ends.length][];
        for (int r = 0; r < ends.length; r++) {
            long[] dangling = dangling(ends[r]);
            if (dangling.length > rows / DANGLING_PART) {
                return null;
            }
            all[r] = Arrays.copyOf(ends[r], ends[r].length + more.ends[r].length);
            System.arraycopy(more.ends[r], 0, all[r], ends[r].length, more.ends[r].length);
            if (dangling.length > 0) {
                RowReferences.Reference reference = reference(definition.roles().get(r), players.get(r));
                int[] found = RowReferences.findRows(edges, dangling, reference, allocator);
                for (int i = 0; i < found.length; i++) {
                    all[r][(int) dangling[i]] = found[i];
                }
            }
        }
        int count = rows + more.rows;
        return new EdgeEnds(all, missing(definition.roles(), all, count), count);
    }

    private static long[] dangling(int[] of) {
        long[] rows = new long[16];
        int count = 0;
        for (int row = 0; row < of.length; row++) {
            if (of[row] == RowReferences.DANGLING) {
                if (count == rows.length) {
                    rows = Arrays.copyOf(rows, 2 * count);
                }
                rows[count++] = row;
            }
        }
        return Arrays.copyOf(rows, count);
    }

    private static BitSet missing(List<Role> roles, int[][] ends, int rows) {
        BitSet missing = new BitSet();
        Map<String, List<int[]>> required = new LinkedHashMap<>();
        for (int r = 0; r < ends.length; r++) {
            if (roles.get(r).through() != null) {
                continue;
            }
            if (roles.get(r).presence() == Presence.REQUIRED) {
                required.put(roles.get(r).name(), new ArrayList<>());
            }
            for (int row = 0; row < rows; row++) {
                if (ends[r][row] == RowReferences.DANGLING) {
                    missing.set(row);
                }
            }
        }
        for (int r = 0; r < ends.length; r++) {
            List<int[]> same = required.get(roles.get(r).name());
            if (same != null && roles.get(r).through() == null) {
                same.add(ends[r]);
            }
        }
        for (List<int[]> players : required.values()) {
            for (int row = 0; row < rows; row++) {
                boolean played = false;
                for (int[] of : players) {
                    played |= of[row] >= 0;
                }
                if (!played) {
                    missing.set(row);
                }
            }
        }
        return missing;
    }

    /** The same edges without more rows; those are taken as dangling. */
    EdgeEnds without(BitSet more) {
        BitSet all = (BitSet) missing.clone();
        all.or(more);
        return new EdgeEnds(ends, all, rows);
    }

    /** The number of rows of an element table, which an adjacency index can address. */
    static int rowCount(TableSnapshot table) {
        if (table.rowCount() > Integer.MAX_VALUE - 8) {
            throw new GrismException(
                    ErrorCode.NOT_SUPPORTED,
                    "Cannot index element table: " + table.definition().name() + " has " + table.rowCount()
                            + " rows. A graph's element table may have up to " + (Integer.MAX_VALUE - 8));
        }
        return (int) table.rowCount();
    }
}
