package io.grism.exec.graph;

import io.grism.exec.batch.Batch;
import io.grism.exec.operator.Operator;
import io.grism.exec.operator.OperatorContext;
import io.grism.exec.storage.Snapshot;
import java.util.List;

/**
 * One step between players of hyperedges: the input's columns, the hyperedge's id and the id of the player reached, for every hyperedge in which the element of an input row
 * plays one role, and every player of another. The hyperedges in between take no row of their own.
 */
public final class RoleExpandOperator extends WalkOperator {
    private static final Arm[] NO_ARMS = {};

    private final int from;
    private final Arm[][] entries;
    private final Arm[][] exits;
    private final IdColumn sources = new IdColumn("");
    private final IdColumn hyperedgeIds;
    private final IdColumn playerIds;

    /** Where the walk through a row stands: the arm to hyperedges, the position in its run, the arm to players, the position in its run. Positions are -1 before a run. */
    private int entry;

    private int entryPosition;
    private int exit;
    private int exitPosition;

    /**
     * @param from the input column that holds the player
     * @param entryRoles edge ordinals of the incidences between the player and the hyperedges
     * @param hyperedgeTables ordinals of the edge tables that the hyperedges may come from
     * @param exitRoles edge ordinals of the incidences between the hyperedges and the players reached
     * @param playerTables numbers of the element tables that those may come from
     * @param hyperedgeColumn name of the column of hyperedge ids
     * @param playerColumn name of the column of player ids
     */
    public RoleExpandOperator(
            Operator input,
            GraphTables graph,
            Snapshot snapshot,
            int from,
            List<Integer> entryRoles,
            List<Integer> hyperedgeTables,
            List<Integer> exitRoles,
            List<Integer> playerTables,
            String hyperedgeColumn,
            String playerColumn,
            OperatorContext context) {
        super(input, context);
        this.hyperedgeIds = add(hyperedgeColumn);
        this.playerIds = add(playerColumn);
        this.from = from;
        GraphIndex index = new GraphIndex(graph, snapshot);
        this.entries = Arm.byTable(
                Arm.of(
                        index,
                        Direction.IN,
                        entryRoles,
                        table -> hyperedgeTables.contains(graph.edgeOfElement(table)),
                        context.allocator()),
                graph);
        this.exits = Arm.byTable(
                Arm.of(index, Direction.OUT, exitRoles, playerTables::contains, context.allocator()), graph);
    }

    @Override
    void start(Batch batch) {
        sources.read(batch.column(from), batch.rowCount());
        entry = 0;
        entryPosition = -1;
        exit = 0;
        exitPosition = -1;
    }

    @Override
    int walk(int rowCount) {
        long[] ids = sources.values(rowCount);
        int count = 0;
        while (row < rowCount) {
            long id = ids[row];
            Arm[] arms = id < 0 ? NO_ARMS : entries[GraphTables.tableOf(id)];
            int player = (int) GraphTables.rowOf(id);
            while (entry < arms.length) {
                Adjacency adjacency = arms[entry].adjacency();
                int end = adjacency.offsets()[player + 1];
                int at = entryPosition < 0 ? adjacency.offsets()[player] : entryPosition;
                for (; at < end; at++) {
                    count = leave(arms[entry], adjacency.neighbours()[at], count);
                    if (exitPosition >= 0) {
                        entryPosition = at;
                        return count;
                    }
                }
                entryPosition = -1;
                entry++;
            }
            entry = 0;
            row++;
        }
        return count;
    }

    /** Adds the players of one hyperedge, from {@link #exitPosition} on; leaves that at the first that does not fit, or at -1. */
    private int leave(Arm entered, int hyperedge, int start) {
        Arm[] arms = exits[entered.to()];
        long hyperedgeId = entered.elementBase() | hyperedge;
        int limit = parents.length;
        long[] hyperedges = hyperedgeIds.values(limit);
        long[] players = playerIds.values(limit);
        int count = start;
        while (exit < arms.length) {
            Adjacency adjacency = arms[exit].adjacency();
            int[] neighbours = adjacency.neighbours();
            long base = arms[exit].elementBase();
            int begin = exitPosition < 0 ? adjacency.offsets()[hyperedge] : exitPosition;
            int end = adjacency.offsets()[hyperedge + 1];
            int stop = Math.min(end, begin + limit - count);
            int shift = count - begin;
            for (int i = begin; i < stop; i++) {
                parents[shift + i] = row;
                hyperedges[shift + i] = hyperedgeId;
                players[shift + i] = base | neighbours[i];
            }
            count += stop - begin;
            if (stop < end) {
                exitPosition = stop;
                return count;
            }
            exitPosition = -1;
            exit++;
        }
        exit = 0;
        return count;
    }
}
