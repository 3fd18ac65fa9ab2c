package io.grism.exec.remote;

import io.grism.exec.batch.MemoryBudget;
import io.grism.exec.codec.RowBlockWriter;
import io.grism.exec.column.RowBuffer;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.operator.Reservation;
import io.grism.exec.remote.Frame.Kind;
import io.grism.exec.remote.Requests.BlockInfo;
import io.grism.exec.remote.Requests.ReceiverRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** The rows that a task has sent, kept in blocks until they are taken; small receivers share a block. Single-threaded. */
final class KeptRows implements AutoCloseable {
    /** The size of a block, about: smaller ones cost calls, larger ones make others wait. */
    static final int BLOCK_BYTES = 16 << 20;

    private record Piece(int receiver, RowBuffer rows, int from, int count) {}

    private record Kept(long bytes, List<Piece> pieces) {
        BlockInfo info() {
            Map<Integer, Long> receivers = new TreeMap<>();
            pieces.forEach(piece -> receivers.merge(piece.receiver, (long) piece.count, Long::sum));
            return new BlockInfo(
                    bytes,
                    receivers.entrySet().stream()
                            .map(entry -> new ReceiverRows(entry.getKey(), entry.getValue()))
                            .toList());
        }
    }

    private final List<@Nullable Kept> blocks = new ArrayList<>();
    private final Reservation reservation;
    private List<Piece> open = new ArrayList<>();
    private long openBytes;
    private long bytes;

    KeptRows(MemoryBudget memory) {
        this.reservation = new Reservation(memory, "Exchange");
    }

    /** Adds rows for a receiver. */
    void add(int receiver, RowBuffer rows) {
        int count = rows.size();
        long size = Math.max(1, rows.sizeInBytes());
        int step = (int) Math.max(1, Math.min(count, count * (long) BLOCK_BYTES / size));
        for (int from = 0; from < count; from += step) {
            int part = Math.min(step, count - from);
            long partBytes = size * part / count;
            if (!open.isEmpty() && openBytes + partBytes > BLOCK_BYTES) {
                seal();
            }
            open.add(new Piece(receiver, rows, from, part));
            openBytes += partBytes;
        }
    }

    private void seal() {
        blocks.add(new Kept(openBytes, open));
        bytes += openBytes;
        open = new ArrayList<>();
        openBytes = 0;
    }

    /** Ends the last block; returns what all blocks hold. */
    List<BlockInfo> finish() {
        if (!open.isEmpty()) {
            seal();
        }
        reservation.resize(bytes);
        List<BlockInfo> infos = new ArrayList<>();
        for (Kept block : blocks) {
            if (block != null) {
                infos.add(block.info());
            }
        }
        return infos;
    }

    /** A block as a frame; it is not kept any longer. */
    byte[] take(int number, BufferAllocator allocator) {
        Kept block = number < blocks.size() ? blocks.get(number) : null;
        if (block == null) {
            throw new GrismException(
                    ErrorCode.INTERNAL, "Cannot take block " + number + ": it is not here, or was taken before");
        }
        RowBlockWriter writer = new RowBlockWriter(Frame.HEADER, (int) block.bytes() + (1 << 12));
        for (Piece piece : block.pieces()) {
            writer.add(piece.receiver(), piece.rows(), piece.from(), piece.count(), allocator);
        }
        byte[] frame = Frame.head(writer.finish(), Kind.ROWS, 0);
        blocks.set(number, null);
        bytes -= block.bytes();
        reservation.resize(bytes);
        return frame;
    }

    @Override
    public void close() {
        blocks.clear();
        reservation.close();
    }
}
