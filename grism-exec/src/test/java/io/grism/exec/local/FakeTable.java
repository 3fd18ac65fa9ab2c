package io.grism.exec.local;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.BatchStream;
import io.grism.exec.column.RowBuffer;
import io.grism.exec.operator.Batches;
import io.grism.exec.storage.ColumnStatistics;
import io.grism.exec.storage.KeyIndex;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.ScanRequest;
import io.grism.exec.storage.Split;
import io.grism.exec.storage.TableDefinition;
import io.grism.exec.storage.TableSnapshot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** A table of boxed rows that counts its open streams and can fail at a row. */
final class FakeTable implements TableSnapshot {
    final AtomicInteger openStreams = new AtomicInteger();
    final AtomicInteger batches = new AtomicInteger();
    private final TableDefinition definition;
    private final RowBuffer rows;
    private long failAt = Long.MAX_VALUE;
    private RuntimeException failure = new IllegalStateException("not set");
    private Runnable onBatch = () -> {};

    FakeTable(ObjectName name, Schema schema, List<? extends List<? extends @Nullable Object>> values) {
        this.definition = new TableDefinition(
                name, schema, Collections.nCopies(schema.getFields().size(), "ANY"), List.of(), List.of(), List.of());
        this.rows = new RowBuffer(schema);
        for (List<? extends @Nullable Object> row : values) {
            rows.appendRow(row.toArray());
        }
    }

    /** Scans throw when they come to a row. */
    void failAt(long row, RuntimeException error) {
        failAt = row;
        failure = error;
    }

    void onBatch(Runnable action) {
        onBatch = action;
    }

    @Override
    public TableDefinition definition() {
        return definition;
    }

    @Override
    public long version() {
        return 1;
    }

    @Override
    public long rowCount() {
        return rows.size();
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of();
    }

    @Override
    public List<Split> splits(long targetRows) {
        List<Split> splits = new ArrayList<>();
        for (long row = 0; row < rows.size(); row += targetRows) {
            splits.add(new Split(row, Math.min(targetRows, rows.size() - row)));
        }
        return splits;
    }

    @Override
    public BatchStream scan(Split split, ScanRequest request, BufferAllocator allocator) {
        openStreams.incrementAndGet();
        return new BatchStream() {
            private long position = split.firstRow();
            private boolean closed;

            @Override
            public Schema schema() {
                return new Schema(request.columns().stream()
                        .map(i -> definition.schema().getFields().get(i))
                        .toList());
            }

            @Override
            public @Nullable Batch next() {
                onBatch.run();
                batches.incrementAndGet();
                long end = split.firstRow() + split.rowCount();
                int count = (int) Math.min(request.batchRows(), end - position);
                if (count == 0) {
                    return null;
                }
                if (position + count > failAt && position <= failAt) {
                    throw failure;
                }
                int from = (int) position;
                position += count;
                return Batches.build(count, request.columns().size(), i -> rows.column(
                                request.columns().get(i))
                        .slice(from, count, allocator));
            }

            @Override
            public void close() {
                if (!closed) {
                    closed = true;
                    openStreams.decrementAndGet();
                }
            }
        };
    }

    @Override
    public FieldVector gather(int column, long[] positions, int count, BufferAllocator allocator) {
        throw new UnsupportedOperationException();
    }

    @Override
    public KeyIndex keyIndex(List<Integer> columns) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ColumnStatistics statistics(int column) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> T derived(Object key, Class<T> type, Supplier<T> maker) {
        return maker.get();
    }
}
