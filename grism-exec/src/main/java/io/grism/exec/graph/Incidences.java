package io.grism.exec.graph;

import org.jspecify.annotations.Nullable;

/**
 * The incidences of one role between hyperedges of one table and players of one table, each pair once, as an index in both directions. It serves every pair of roles: a step from
 * one player to another goes through two of them. Its size is linear in the incidences. Thread-safe.
 */
final class Incidences {
    private final Adjacency players;
    private final int playerCount;
    private final boolean isComplete;
    private @Nullable Adjacency hyperedges;

    /** {@code players} has each pair once; {@code hyperedges} is the other direction, or null where that is not known yet. */
    Incidences(Adjacency players, int playerCount, boolean isComplete, @Nullable Adjacency hyperedges) {
        this.players = players;
        this.playerCount = playerCount;
        this.isComplete = isComplete;
        this.hyperedges = hyperedges;
    }

    /**
     * Pairs of rows, negative for none; a pair may stand there more than once.
     *
     * @param isComplete whether every row that names an incidence gives one
     */
    static Incidences of(int[] hyperedges, int[] players, int hyperedgeCount, int playerCount, boolean isComplete) {
        Adjacency all = Adjacency.of(hyperedges, players, hyperedgeCount, playerCount);
        return new Incidences(all.distinct(), playerCount, isComplete, null);
    }

    /** These and others, of tables that may have grown. */
    Incidences with(int[] moreHyperedges, int[] morePlayers, int hyperedgeCount, int players, boolean complete) {
        int[] numbers = new int[moreHyperedges.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i;
        }
        Adjacency all = this.players.with(numbers, moreHyperedges, morePlayers, hyperedgeCount, players);
        return new Incidences(all.distinct(), players, complete, null);
    }

    /** Whether every row that names an incidence gives one: then rows added to other tables do not change what the rows of these give. */
    boolean isComplete() {
        return isComplete;
    }

    int playerCount() {
        return playerCount;
    }

    /** From hyperedges to players; incidences are numbered in its order. */
    Adjacency players() {
        return players;
    }

    /** From players to hyperedges. */
    synchronized Adjacency hyperedges() {
        Adjacency known = hyperedges;
        if (known == null) {
            int[] offsets = players.offsets();
            int[] from = new int[players.neighbours().length];
            for (int row = 0; row + 1 < offsets.length; row++) {
                for (int i = offsets[row]; i < offsets[row + 1]; i++) {
                    from[i] = row;
                }
            }
            known = Adjacency.of(players.neighbours(), from, playerCount, offsets.length - 1);
            hyperedges = known;
        }
        return known;
    }

    Adjacency adjacency(boolean outgoing) {
        return outgoing ? players() : hyperedges();
    }
}
