package io.grism.calcite.match;

import io.grism.exec.batch.BatchStream;
import io.grism.exec.storage.ColumnStatistics;
import io.grism.exec.storage.KeyIndex;
import io.grism.exec.storage.ScanRequest;
import io.grism.exec.storage.Split;
import io.grism.exec.storage.TableDefinition;
import io.grism.exec.storage.TableSnapshot;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;

/** A table that has statistics and no rows. */
record FakeStatistics(long rowCount, List<ColumnStatistics> columns) implements TableSnapshot {
    @Override
    public ColumnStatistics statistics(int column) {
        return columns.get(column);
    }

    @Override
    public TableDefinition definition() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long version() {
        return 0;
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of();
    }

    @Override
    public List<Split> splits(long targetRows) {
        throw new UnsupportedOperationException();
    }

    @Override
    public BatchStream scan(Split split, ScanRequest request, BufferAllocator allocator) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FieldVector gather(int column, long[] rows, int count, BufferAllocator allocator) {
        throw new UnsupportedOperationException();
    }

    @Override
    public KeyIndex keyIndex(List<Integer> keyColumns) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> T derived(Object key, Class<T> type, Supplier<T> maker) {
        throw new UnsupportedOperationException();
    }
}
