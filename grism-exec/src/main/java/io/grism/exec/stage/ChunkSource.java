package io.grism.exec.stage;

import io.grism.exec.batch.Batch;
import io.grism.exec.column.RowBuffer;
import io.grism.exec.operator.Operator;
import io.grism.exec.operator.OperatorContext;
import io.grism.exec.operator.Source;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Rows in buffers, which drivers take one after the other. */
final class ChunkSource implements Source {
    private final List<RowBuffer> chunks;
    private final AtomicInteger next = new AtomicInteger();

    ChunkSource(List<List<RowBuffer>> chunks) {
        this.chunks = chunks.stream().flatMap(List::stream).toList();
    }

    @Override
    public int parallelism() {
        return Math.max(1, chunks.size());
    }

    @Override
    public Operator open(OperatorContext context) {
        return new Reader(context);
    }

    private final class Reader implements Operator {
        private final OperatorContext context;
        private @Nullable RowBuffer chunk;
        private int position;

        Reader(OperatorContext context) {
            this.context = context;
        }

        @Override
        public @Nullable Batch next() {
            context.checkCancelled();
            while (chunk == null || position == chunk.size()) {
                int number = next.getAndIncrement();
                if (number >= chunks.size()) {
                    chunk = null;
                    return null;
                }
                chunk = chunks.get(number);
                position = 0;
            }
            int from = position;
            int count = Math.min(context.batchRows(), chunk.size() - from);
            position += count;
            return chunk.slice(from, count, context.allocator());
        }

        @Override
        public void close() {}
    }
}
