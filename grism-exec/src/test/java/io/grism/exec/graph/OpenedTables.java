package io.grism.exec.graph;

import io.grism.exec.batch.BatchStream;
import io.grism.exec.storage.Ancestor;
import io.grism.exec.storage.CatalogObject;
import io.grism.exec.storage.ColumnStatistics;
import io.grism.exec.storage.DerivedFiles;
import io.grism.exec.storage.KeyIndex;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.ScanRequest;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.Split;
import io.grism.exec.storage.TableDefinition;
import io.grism.exec.storage.TableSnapshot;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** A snapshot as one who opens the database finds it: nothing has been derived from its tables but what is in files. Counts the rows that are scanned. */
final class OpenedTables implements Snapshot {
    private final Snapshot snapshot;
    private final @Nullable DerivedFiles files;
    private final Map<ObjectName, TableSnapshot> tables = new HashMap<>();
    private long scannedRows;

    OpenedTables(Snapshot snapshot, @Nullable DerivedFiles files) {
        this.snapshot = snapshot;
        this.files = files;
    }

    long scannedRows() {
        return scannedRows;
    }

    @Override
    public long version() {
        return snapshot.version();
    }

    @Override
    public Set<String> schemas() {
        return snapshot.schemas();
    }

    @Override
    public Collection<TableSnapshot> tables() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Collection<CatalogObject> objects() {
        return snapshot.objects();
    }

    @Override
    public @Nullable TableSnapshot table(ObjectName name) {
        TableSnapshot table = snapshot.table(name);
        return table == null ? null : tables.computeIfAbsent(name, n -> new Opened(table));
    }

    @Override
    public @Nullable CatalogObject object(ObjectName name) {
        return snapshot.object(name);
    }

    @Override
    public void close() {}

    private final class Opened implements TableSnapshot {
        private final TableSnapshot table;
        private final Map<Object, Object> derived = new HashMap<>();

        Opened(TableSnapshot table) {
            this.table = table;
        }

        @Override
        public TableDefinition definition() {
            return table.definition();
        }

        @Override
        public long version() {
            return table.version();
        }

        @Override
        public long rowCount() {
            return table.rowCount();
        }

        @Override
        public Set<Capability> capabilities() {
            return table.capabilities();
        }

        @Override
        public List<Split> splits(long targetRows) {
            return table.splits(targetRows);
        }

        @Override
        public BatchStream scan(Split split, ScanRequest request, BufferAllocator allocator) {
            scannedRows += split.rowCount();
            return table.scan(split, request, allocator);
        }

        @Override
        public FieldVector gather(int column, long[] rows, int count, BufferAllocator allocator) {
            return table.gather(column, rows, count, allocator);
        }

        @Override
        public KeyIndex keyIndex(List<Integer> columns) {
            return table.keyIndex(columns);
        }

        @Override
        public ColumnStatistics statistics(int column) {
            return table.statistics(column);
        }

        @Override
        public <T> T derived(Object key, Class<T> type, Supplier<T> maker) {
            return type.cast(derived.computeIfAbsent(key, k -> maker.get()));
        }

        @Override
        public List<Ancestor> ancestors() {
            return table.ancestors();
        }

        @Override
        public @Nullable DerivedFiles derivedFiles() {
            return files;
        }
    }
}
