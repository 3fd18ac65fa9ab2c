package io.grism.exec.graph;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.BatchStream;
import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.graph.GraphTables.EdgeTable;
import io.grism.exec.graph.GraphTables.Role;
import io.grism.exec.storage.KeyIndex;
import io.grism.exec.storage.ScanRequest;
import io.grism.exec.storage.Split;
import io.grism.exec.storage.TableSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * The players of every edge of one edge table: per role and edge row the row position of the vertex, or {@link #DANGLING}, or {@link #NO_KEY}. Immutable.
 */
final class EdgeEnds {
    /** The key is that of no row. */
    static final int DANGLING = -1;

    /** The key has a NULL: the edge has no such end, and nothing is wrong. */
    static final int NO_KEY = -2;

    private static final long SPLIT_ROWS = 1 << 17;

    private final int[][] ends;

    private EdgeEnds(int[][] ends) {
        this.ends = ends;
    }

    /** Per edge row the vertex row of a role, negative for none. */
    int[] of(int role) {
        return ends[role];
    }

    /** {@code vertices} are the snapshots of the vertex tables of the roles, in role order. */
    static EdgeEnds build(
            EdgeTable definition, TableSnapshot edges, List<TableSnapshot> vertices, BufferAllocator allocator) {
        int rows = rowCount(edges);
        vertices.forEach(EdgeEnds::rowCount);
        List<Role> roles = definition.roles();
        TreeSet<Integer> columns = new TreeSet<>();
        roles.forEach(role -> columns.addAll(role.edgeColumns()));
        List<Integer> scanned = new ArrayList<>(columns);
        int[][] ends = new int[roles.size()][rows];
        RoleLookup[] lookups = new RoleLookup[roles.size()];
        for (int r = 0; r < lookups.length; r++) {
            lookups[r] = new RoleLookup(roles.get(r), scanned, edges, vertices.get(r));
        }
        ScanRequest request = new ScanRequest(scanned, null, Batch.TARGET_ROWS);
        for (Split split : edges.splits(SPLIT_ROWS)) {
            int row = Math.toIntExact(split.firstRow());
            try (BatchStream stream = edges.scan(split, request, allocator)) {
                Batch next;
                while ((next = stream.next()) != null) {
                    try (Batch batch = next) {
                        for (int r = 0; r < lookups.length; r++) {
                            lookups[r].find(batch, ends[r], row);
                        }
                        row += batch.rowCount();
                    }
                }
            }
        }
        return new EdgeEnds(ends);
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

    /** Finds the players of one role, a batch of edges at a time. */
    private static final class RoleLookup {
        private final int[] batchColumns;
        private final List<Column> keys = new ArrayList<>();
        private final List<Column> converted;
        private final KeyIndex index;
        private long[] positions = new long[0];

        RoleLookup(Role role, List<Integer> scanned, TableSnapshot edges, TableSnapshot vertices) {
            batchColumns =
                    role.edgeColumns().stream().mapToInt(scanned::indexOf).toArray();
            converted = new ArrayList<>();
            for (int k = 0; k < batchColumns.length; k++) {
                Field edgeField = edges.definition()
                        .schema()
                        .getFields()
                        .get(role.edgeColumns().get(k));
                Field vertexField = vertices.definition()
                        .schema()
                        .getFields()
                        .get(role.vertexColumns().get(k));
                Column column = Columns.create(edgeField);
                keys.add(column);
                converted.add(edgeField.getType().equals(vertexField.getType()) ? column : Columns.create(vertexField));
            }
            index = vertices.keyIndex(role.vertexColumns());
        }

        void find(Batch batch, int[] ends, int firstRow) {
            int count = batch.rowCount();
            if (positions.length < count) {
                positions = new long[count];
            }
            for (int k = 0; k < batchColumns.length; k++) {
                Column key = keys.get(k);
                key.clear();
                key.append(batch.column(batchColumns[k]), 0, count);
                if (converted.get(k) != key) {
                    KeyConversion.convert(key, converted.get(k));
                }
            }
            index.lookup(converted, count, positions);
            for (int i = 0; i < count; i++) {
                ends[firstRow + i] = (int) positions[i];
                if (positions[i] < 0) {
                    ends[firstRow + i] = hasNull(i) ? NO_KEY : DANGLING;
                }
            }
        }

        private boolean hasNull(int row) {
            for (Column key : keys) {
                if (key.isNull(row)) {
                    return true;
                }
            }
            return false;
        }
    }
}
