package io.grism.exec.storage;

import io.grism.exec.batch.BatchStream;
import io.grism.exec.column.Column;
import io.grism.exec.storage.MemoryRows.Segment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** One version of a table in memory: its rows, the indexes of its declared keys, and what readers have made of it. */
final class MemoryTable implements TableSnapshot {
    private static final Set<Capability> CAPABILITIES = Set.of(Capability.FILTER, Capability.RANDOM_ACCESS);

    private final TableDefinition definition;
    private final long version;
    private final MemoryRows rows;
    private final Map<List<Integer>, MemoryKeyIndex> declaredKeys;
    private final ConcurrentHashMap<Object, Lazy<?>> derived = new ConcurrentHashMap<>();

    /** Made once, by the first who asks; others wait. A failure is not kept. */
    private static final class Lazy<T> {
        private @Nullable T value;

        synchronized T get(Supplier<T> maker) {
            T known = value;
            if (known == null) {
                known = maker.get();
                value = known;
            }
            return known;
        }
    }

    private record IndexKey(List<Integer> columns) {}

    private record StatisticsKey(int column) {}

    private MemoryTable(
            TableDefinition definition,
            long version,
            MemoryRows rows,
            Map<List<Integer>, MemoryKeyIndex> declaredKeys) {
        this.definition = definition;
        this.version = version;
        this.rows = rows;
        this.declaredKeys = declaredKeys;
    }

    static MemoryTable create(TableDefinition definition, long version) {
        MemoryRows rows = MemoryRows.empty(definition.schema());
        Map<List<Integer>, MemoryKeyIndex> keys = new HashMap<>();
        for (List<Integer> key : keys(definition)) {
            keys.put(key, MemoryKeyIndex.create(rows, key));
        }
        return new MemoryTable(definition, version, rows, keys);
    }

    /** A version whose rows are known to have the declared keys; their indexes are built when they are asked for. */
    static MemoryTable received(TableDefinition definition, long version, MemoryRows rows) {
        return new MemoryTable(definition, version, rows, Map.of());
    }

    /** The declared keys: the primary key, if there is one, and the unique ones. */
    static List<List<Integer>> keys(TableDefinition definition) {
        List<List<Integer>> keys = new ArrayList<>();
        if (!definition.primaryKey().isEmpty()) {
            keys.add(definition.primaryKey());
        }
        keys.addAll(definition.uniqueKeys());
        return keys;
    }

    /** The version after this one in which rows were only added. For the single writer, on the newest version. */
    MemoryTable appended(MemoryRows newRows, long newVersion) {
        Map<List<Integer>, MemoryKeyIndex> keys = new HashMap<>();
        declaredKeys.forEach((columns, index) -> keys.put(columns, index.extend(newRows)));
        return new MemoryTable(definition, newVersion, newRows, keys);
    }

    /** The version after this one with the same number of rows, and changes in {@code columns} only. */
    MemoryTable updated(MemoryRows newRows, List<Integer> columns, long newVersion) {
        Map<List<Integer>, MemoryKeyIndex> keys = new HashMap<>();
        declaredKeys.forEach((key, index) -> keys.put(
                key,
                key.stream().anyMatch(columns::contains) ? MemoryKeyIndex.create(newRows, key) : index.on(newRows)));
        return new MemoryTable(definition, newVersion, newRows, keys);
    }

    /** A version with other rows. */
    MemoryTable replaced(MemoryRows newRows, long newVersion) {
        Map<List<Integer>, MemoryKeyIndex> keys = new HashMap<>();
        declaredKeys.keySet().forEach(key -> keys.put(key, MemoryKeyIndex.create(newRows, key)));
        return new MemoryTable(definition, newVersion, newRows, keys);
    }

    /** Takes what an abandoned later version left in the indexes out of them. For the single writer. */
    void discardNewer() {
        declaredKeys.values().forEach(MemoryKeyIndex::discardNewer);
    }

    MemoryRows rows() {
        return rows;
    }

    @Override
    public TableDefinition definition() {
        return definition;
    }

    @Override
    public long version() {
        return version;
    }

    @Override
    public long rowCount() {
        return rows.rowCount();
    }

    @Override
    public Set<Capability> capabilities() {
        return CAPABILITIES;
    }

    @Override
    public List<Split> splits(long targetRows) {
        List<Split> splits = new ArrayList<>();
        long step = Math.max(1, targetRows);
        for (long from = 0; from < rows.rowCount(); from += step) {
            splits.add(new Split(from, Math.min(step, rows.rowCount() - from)));
        }
        return splits;
    }

    @Override
    public BatchStream scan(Split split, ScanRequest request, BufferAllocator allocator) {
        return new MemoryScan(rows, split, request, allocator);
    }

    @Override
    public FieldVector gather(int column, long[] positions, int count, BufferAllocator allocator) {
        if (column == ScanRequest.ROW_ID) {
            return rowIds(positions, count, allocator);
        }
        return MemoryGather.gather(rows, column, positions, count, allocator);
    }

    private static FieldVector rowIds(long[] positions, int count, BufferAllocator allocator) {
        BigIntVector vector = new BigIntVector(MemoryScan.ROW_ID_FIELD, allocator);
        vector.allocateNew(count);
        for (int i = 0; i < count; i++) {
            if (positions[i] < 0) {
                vector.setNull(i);
            } else {
                vector.set(i, positions[i]);
            }
        }
        vector.setValueCount(count);
        return vector;
    }

    @Override
    public KeyIndex keyIndex(List<Integer> columns) {
        return index(List.copyOf(columns));
    }

    MemoryKeyIndex index(List<Integer> columns) {
        MemoryKeyIndex declared = declaredKeys.get(columns);
        if (declared != null) {
            return declared;
        }
        return derived(new IndexKey(columns), MemoryKeyIndex.class, () -> MemoryKeyIndex.create(rows, columns));
    }

    @Override
    public ColumnStatistics statistics(int column) {
        return derived(new StatisticsKey(column), ColumnStatistics.class, () -> computeStatistics(column));
    }

    private ColumnStatistics computeStatistics(int column) {
        DistinctSketch distinct = new DistinctSketch();
        long nulls = 0;
        @Nullable Column leastIn = null;
        int least = -1;
        @Nullable Column greatestIn = null;
        int greatest = -1;
        for (int i = 0; i < rows.segmentCount(); i++) {
            Segment segment = rows.segment(i);
            Column values = segment.column(column);
            PageStatistics page = segment.page(column).statistics();
            nulls += page.nulls();
            distinct.addAll(page.distinct());
            if (page.least() >= 0) {
                if (leastIn == null || values.compare(page.least(), leastIn, least) < 0) {
                    leastIn = values;
                    least = page.least();
                }
                if (greatestIn == null || values.compare(page.greatest(), greatestIn, greatest) > 0) {
                    greatestIn = values;
                    greatest = page.greatest();
                }
            }
        }
        long present = rows.rowCount() - nulls;
        double estimate = declaredKeys.containsKey(List.of(column))
                ? (double) present
                : Math.min((double) present, distinct.estimate());
        return new ColumnStatistics(
                nulls,
                estimate,
                leastIn == null ? null : leastIn.get(least),
                greatestIn == null ? null : greatestIn.get(greatest));
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T derived(Object key, Class<T> type, Supplier<T> maker) {
        Lazy<T> lazy = (Lazy<T>) derived.computeIfAbsent(key, k -> new Lazy<T>());
        return type.cast(lazy.get(maker));
    }

    Field field(int column) {
        return rows.field(column);
    }
}
