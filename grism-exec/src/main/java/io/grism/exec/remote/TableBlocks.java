package io.grism.exec.remote;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.BatchStream;
import io.grism.exec.codec.RowBlockWriter;
import io.grism.exec.remote.Frame.Kind;
import io.grism.exec.storage.ScanRequest;
import io.grism.exec.storage.Split;
import io.grism.exec.storage.TableSnapshot;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** The rows of a table in blocks for {@link Requests.Table}, in the order of positions. Single-threaded. */
final class TableBlocks implements Iterator<byte[]>, AutoCloseable {
    private static final int BATCH_ROWS = 1 << 13;
    private static final long SPLIT_ROWS = 1 << 20;

    private final TableSnapshot table;
    private final BufferAllocator allocator;
    private final Iterator<Split> splits;
    private final ScanRequest request;
    private @Nullable BatchStream scan;
    private long position;

    TableBlocks(TableSnapshot table, BufferAllocator allocator) {
        this.table = table;
        this.allocator = allocator;
        this.splits = table.splits(SPLIT_ROWS).iterator();
        int columns = table.definition().schema().getFields().size();
        List<Integer> all = IntStream.range(0, columns).boxed().toList();
        this.request = new ScanRequest(all, null, BATCH_ROWS);
    }

    /** False at once for a table without rows. */
    @Override
    public boolean hasNext() {
        return position < table.rowCount();
    }

    /** The next rows, as a frame. */
    @Override
    public byte[] next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        RowBlockWriter writer = new RowBlockWriter(Frame.HEADER, 0);
        while (writer.size() < KeptRows.BLOCK_BYTES && hasNext()) {
            try (Batch batch = nextBatch()) {
                writer.add(0, batch);
                position += batch.rowCount();
            }
        }
        return Frame.head(writer.finish(), Kind.ROWS, 0);
    }

    private Batch nextBatch() {
        while (true) {
            if (scan == null) {
                scan = table.scan(splits.next(), request, allocator);
            }
            Batch batch = scan.next();
            if (batch != null) {
                return batch;
            }
            close();
        }
    }

    @Override
    public void close() {
        BatchStream open = scan;
        scan = null;
        if (open != null) {
            open.close();
        }
    }
}
