package io.grism.exec.operator;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.BatchStream;
import io.grism.exec.storage.ScanRequest;
import io.grism.exec.storage.Split;
import io.grism.exec.storage.TableSnapshot;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The rows of a table, handed out split by split to the drivers that ask first. */
public final class TableScanSource implements Source {
    private final TableSnapshot table;
    private final ScanRequest request;
    private final List<Split> splits;
    private final int parallelism;
    private final AtomicInteger next = new AtomicInteger();

    /** A scan by at most {@code parallelism} drivers. */
    public TableScanSource(TableSnapshot table, ScanRequest request, List<Split> splits, int parallelism) {
        this.table = table;
        this.request = request;
        this.splits = List.copyOf(splits);
        this.parallelism = Math.max(1, Math.min(parallelism, splits.size()));
    }

    @Override
    public int parallelism() {
        return parallelism;
    }

    @Override
    public Operator open(OperatorContext context) {
        return new Scan(context);
    }

    private final class Scan implements Operator {
        private final OperatorContext context;
        private final ScanRequest bound;
        private @Nullable BatchStream stream;
        private boolean closed;

        Scan(OperatorContext context) {
            this.context = context;
            this.bound = request.predicate() == null ? request : request.in(context.evaluation());
        }

        @Override
        public @Nullable Batch next() {
            while (!closed) {
                context.checkCancelled();
                if (stream == null) {
                    int split = next.getAndIncrement();
                    if (split >= splits.size()) {
                        closed = true;
                        return null;
                    }
                    stream = table.scan(splits.get(split), bound, context.allocator());
                }
                Batch batch = stream.next();
                if (batch != null) {
                    return batch;
                }
                stream.close();
                stream = null;
            }
            return null;
        }

        @Override
        public void close() {
            closed = true;
            if (stream != null) {
                stream.close();
                stream = null;
            }
        }
    }
}
