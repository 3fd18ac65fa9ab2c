package io.grism.exec.remote;

import io.grism.exec.batch.MemoryBudget;
import io.grism.exec.column.RowBuffer;
import io.grism.exec.operator.Reservation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The rows that have been fed to the tasks of one query here, by the stage that sent them and the partition that reads them. Single-threaded. */
final class FedRows implements AutoCloseable {
    private record Key(int stage, int receiver) {}

    /** What one partition has sent in one attempt, by number of block. */
    private record Sent(int attempt, TreeMap<Integer, List<RowBuffer>> blocks) {
        long bytes() {
            return blocks.values().stream().mapToLong(FedRows::bytes).sum();
        }
    }

    private final Map<Key, TreeMap<Integer, Sent>> fed = new HashMap<>();
    private final Reservation reservation;
    private long bytes;

    FedRows(MemoryBudget memory) {
        this.reservation = new Reservation(memory, "Exchange");
    }

    /** Keeps the rows of a block; those of other attempts of the sender are dropped. */
    void feed(int stage, int receiver, int sender, int attempt, int block, List<RowBuffer> rows) {
        TreeMap<Integer, Sent> senders = fed.computeIfAbsent(new Key(stage, receiver), key -> new TreeMap<>());
        Sent sent = senders.get(sender);
        if (sent == null || sent.attempt() != attempt) {
            bytes -= sent == null ? 0 : sent.bytes();
            sent = new Sent(attempt, new TreeMap<>());
            senders.put(sender, sent);
        }
        List<RowBuffer> before = sent.blocks().put(block, rows);
        bytes += bytes(rows) - (before == null ? 0 : bytes(before));
        reservation.resize(bytes);
    }

    private static long bytes(List<RowBuffer> rows) {
        return rows.stream().mapToLong(RowBuffer::sizeInBytes).sum();
    }

    /** The rows for a receiver: what each sender has sent, in order of the senders. */
    List<List<RowBuffer>> runs(int stage, int receiver) {
        List<List<RowBuffer>> runs = new ArrayList<>();
        for (Sent sent :
                fed.getOrDefault(new Key(stage, receiver), new TreeMap<>()).values()) {
            List<RowBuffer> run = new ArrayList<>();
            sent.blocks().values().forEach(run::addAll);
            runs.add(run);
        }
        return runs;
    }

    /** Drops what a receiver has been fed with from a stage. */
    void drop(int stage, int receiver) {
        drop(new Key(stage, receiver));
    }

    /** Drops all that a stage has sent. */
    void forget(int stage) {
        List.copyOf(fed.keySet()).stream().filter(key -> key.stage() == stage).forEach(this::drop);
    }

    private void drop(Key key) {
        TreeMap<Integer, Sent> senders = fed.remove(key);
        if (senders != null) {
            bytes -= senders.values().stream().mapToLong(Sent::bytes).sum();
            reservation.resize(bytes);
        }
    }

    @Override
    public void close() {
        fed.clear();
        reservation.close();
    }
}
