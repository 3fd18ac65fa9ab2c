package io.grism.exec.graph;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.operator.OperatorContext;
import io.grism.exec.operator.Reservation;
import io.grism.exec.storage.Snapshot;
import java.util.Arrays;
import java.util.List;

/**
 * A search through a graph, level by level, for the elements at which walks of {@code least} to {@code most} steps end: each once, however many walks there are.
 *
 * <p>Up to {@code least} each level is a set of its own, because walks of several lengths may end at an element. From there on an element that was found need not be found again:
 * it has been walked on from with as many steps left, or more. One search comes after the other, on the same arrays. Single-threaded.
 */
final class Reachability implements AutoCloseable {
    private static final String NAME = "Reach";

    /** Edges walked between two looks at whether the statement is to stop. */
    private static final int PATIENCE = 1 << 18;

    private final OperatorContext context;
    private final Reservation memory;
    private final int least;
    private final int most;
    /** The element tables that a walk may touch, and what leads on from each. */
    private final int[] tables;

    private final Arm[][] arms;
    /** The place of the first element of each of these tables, and the place after all. An element is known by its place among all of these tables. */
    private final int[] firsts;

    private final boolean[] asked;
    /** Index into these arrays by the number of an element table, or -1. */
    private final int[] indexes;

    /** A bit per place: set for those in {@link #found}. */
    private long[] marks = {};

    private int[] found = {};
    private int count;
    private int[] before = {};
    /** The first that is not read yet. */
    private int next;

    private int walked;

    Reachability(
            GraphTables graph,
            Snapshot snapshot,
            Direction direction,
            List<Integer> edgeTables,
            int least,
            int most,
            List<Integer> vertexTables,
            OperatorContext context) {
        this.context = context;
        this.memory = new Reservation(context.memory(), NAME);
        this.least = least;
        this.most = most;
        GraphIndex index = new GraphIndex(graph, snapshot);
        List<Arm> all = Arm.of(index, direction, edgeTables, table -> true, context.allocator());
        Arm[][] byTable = Arm.byTable(all, graph);
        boolean[] touched = new boolean[byTable.length];
        vertexTables.forEach(table -> touched[table] = true);
        for (Arm arm : all) {
            touched[arm.from()] = true;
            touched[arm.to()] = true;
        }
        int size = 0;
        for (boolean is : touched) {
            size += is ? 1 : 0;
        }
        this.tables = new int[size];
        this.arms = new Arm[size][];
        this.asked = new boolean[size];
        this.firsts = new int[size + 1];
        this.indexes = new int[touched.length];
        Arrays.fill(indexes, -1);
        long place = 0;
        int at = 0;
        for (int table = 0; table < touched.length; table++) {
            if (touched[table]) {
                indexes[table] = at;
                tables[at] = table;
                arms[at] = byTable[table];
                asked[at] = vertexTables.contains(table);
                place += EdgeEnds.rowCount(index.element(table));
                firsts[++at] = checked(place);
            }
        }
    }

    private static int checked(long places) {
        if (places > Integer.MAX_VALUE - 8) {
            throw new GrismException(
                    ErrorCode.NOT_SUPPORTED,
                    "Cannot search through " + places + " elements. A search goes through " + (Integer.MAX_VALUE - 8)
                            + " at most");
        }
        return (int) places;
    }

    /** Ends the search before, and its reading. */
    void clear() {
        if (marks.length == 0) {
            long words = (firsts[tables.length] + 63L) / 64;
            memory.resize(Long.BYTES * words);
            marks = new long[Math.toIntExact(words)];
        }
        unmark(count);
        count = 0;
        next = 0;
    }

    private void unmark(int places) {
        if (places > marks.length) {
            Arrays.fill(marks, 0);
        } else {
            for (int i = 0; i < places; i++) {
                marks[found[i] >>> 6] = 0;
            }
        }
    }

    /** Adds an element that the next search starts from. */
    void add(long id) {
        int table = indexes[GraphTables.tableOf(id)];
        if (table >= 0) {
            ensureRoom(1);
            int place = firsts[table] + (int) GraphTables.rowOf(id);
            long bit = 1L << place;
            found[count] = place;
            count += (marks[place >>> 6] & bit) == 0 ? 1 : 0;
            marks[place >>> 6] |= bit;
        }
    }

    /** Searches from the elements added; what it finds is there to be read. */
    void search() {
        for (int level = 0; level < least && count > 0; level++) {
            unmark(count);
            int[] from = found;
            int end = count;
            found = before;
            before = from;
            count = 0;
            step(from, 0, end);
        }
        int begin = 0;
        for (int level = least; level < most && begin < count; level++) {
            int end = count;
            step(found, begin, end);
            begin = end;
        }
    }

    /** Adds to {@link #found} what one step from some of the places reaches and is not marked. */
    private void step(int[] from, int begin, int end) {
        for (int i = begin; i < end; i++) {
            int table = indexAt(from[i]);
            int row = from[i] - firsts[table];
            for (Arm arm : arms[table]) {
                Adjacency adjacency = arm.adjacency();
                int runBegin = adjacency.offsets()[row];
                int runEnd = adjacency.offsets()[row + 1];
                ensureRoom(runEnd - runBegin);
                count = mark(adjacency.neighbours(), runBegin, runEnd, firsts[indexes[arm.to()]], marks, found, count);
                checkCancelled(runEnd - runBegin);
            }
        }
    }

    private void checkCancelled(int edges) {
        walked += edges;
        if (walked < 0 || walked > PATIENCE) {
            walked = 0;
            context.checkCancelled();
        }
    }

    /** Marks neighbours; those that were not marked yet are found. Which they are is hard to foretell, so that there is no branch on it. */
    private static int mark(int[] neighbours, int begin, int end, int first, long[] marks, int[] found, int count) {
        int at = count;
        for (int i = begin; i < end; i++) {
            int place = first + neighbours[i];
            long bit = 1L << place;
            long word = marks[place >>> 6];
            found[at] = place;
            at += (word & bit) == 0 ? 1 : 0;
            marks[place >>> 6] = word | bit;
        }
        return at;
    }

    private int indexAt(int place) {
        int table = 0;
        while (place >= firsts[table + 1]) {
            table++;
        }
        return table;
    }

    /** Makes room for so many more, one of them beyond what can be found: a place is written before it is known to be new. */
    private void ensureRoom(int more) {
        int all = firsts[tables.length] + 1;
        int needed = (int) Math.min(all, (long) count + more + 1);
        if (needed > found.length) {
            int length = (int) Math.min(all, Math.max(needed, 2L * found.length));
            long others = Long.BYTES * (long) marks.length + Integer.BYTES * (long) before.length;
            memory.resize(others + Integer.BYTES * ((long) found.length + length));
            found = Arrays.copyOf(found, length);
            memory.resize(others + Integer.BYTES * (long) length);
        }
    }

    /**
     * Reads the ids of elements found to {@code ids}, from {@code at} to {@code limit}, and returns where it stopped.
     */
    int read(long[] ids, int at, int limit) {
        int to = at;
        while (next < count && to < limit) {
            int place = found[next++];
            int table = indexAt(place);
            ids[to] = GraphTables.elementId(tables[table], place - firsts[table]);
            to += asked[table] ? 1 : 0;
        }
        return to;
    }

    /** Whether all that was found has been read. */
    boolean isRead() {
        return next == count;
    }

    @Override
    public void close() {
        memory.close();
    }
}
