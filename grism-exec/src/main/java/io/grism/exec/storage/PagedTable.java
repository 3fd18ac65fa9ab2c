package io.grism.exec.storage;

import io.grism.exec.batch.BatchStream;
import io.grism.exec.column.Column;
import io.grism.exec.expr.EvaluationContext;
import io.grism.exec.expr.Expression;
import io.grism.exec.storage.index.IndexKind;
import io.grism.exec.storage.index.IndexUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** One version of a table: its rows, and what readers and writers have made of it. */
public final class PagedTable implements TableSnapshot {
    private static final Set<Capability> CAPABILITIES = Set.of(Capability.FILTER, Capability.RANDOM_ACCESS);

    private final long id;
    private final TableDefinition definition;
    private final long version;
    private final PagedRows rows;
    private final ConcurrentHashMap<List<Integer>, Lazy<PagedKeyIndex>> indexes = new ConcurrentHashMap<>();
    private final Derived derived;
    private final List<Ancestor> ancestors;
    private final @Nullable DerivedFiles files;
    private final @Nullable StoredTable stored;

    /** Made once, by the first who asks; others wait. A failure is not kept. */
    private static final class Lazy<T> {
        private volatile @Nullable T value;

        T get(Supplier<T> maker) {
            T known = value;
            return known == null ? make(maker) : known;
        }

        private synchronized T make(Supplier<T> maker) {
            T known = value;
            if (known == null) {
                known = maker.get();
                value = known;
            }
            return known;
        }
    }

    private record StatisticsKey(int column) {}

    /** What was made of the version, and what was made of ancestors and may be of use. */
    private static final class Derived {
        final ConcurrentHashMap<Object, Lazy<?>> own = new ConcurrentHashMap<>();
        final ConcurrentHashMap<Object, Heirloom> inherited = new ConcurrentHashMap<>();

        boolean isUsed() {
            return own.values().stream().anyMatch(lazy -> lazy.value instanceof Heirloom);
        }

        void leaveTo(Derived heir) {
            heir.inherited.putAll(inherited);
            own.forEach((key, lazy) -> {
                if (lazy.value instanceof Heirloom heirloom) {
                    heir.inherited.put(key, heirloom);
                }
            });
        }
    }

    private PagedTable(
            long id,
            TableDefinition definition,
            long version,
            PagedRows rows,
            Derived derived,
            List<Ancestor> ancestors,
            @Nullable DerivedFiles files,
            @Nullable StoredTable stored) {
        this.id = id;
        this.definition = definition;
        this.version = version;
        this.rows = rows;
        this.derived = derived;
        this.ancestors = ancestors;
        this.files = files;
        this.stored = stored;
    }

    /** A version whose rows are known to have the declared keys. */
    static PagedTable of(long id, TableDefinition definition, long version, PagedRows rows) {
        return new PagedTable(id, definition, version, rows, new Derived(), List.of(), null, null);
    }

    /**
     * A version that a store has kept, whose rows have the declared keys.
     *
     * @param id of the table in all of its versions
     * @param segments of at most 65,536 rows, none empty
     * @param sketches for each column one with the values of all pages that have none of their own, or no sketches
     */
    public static PagedTable of(
            long id, TableDefinition definition, long version, List<Segment> segments, List<DistinctSketch> sketches) {
        return of(id, definition, version, new PagedRows(definition.schema(), segments, sketches));
    }

    /**
     * This version, now that it lasts.
     *
     * @param known its {@link #ancestors()} as they were when it was made
     * @param where it lies
     * @param derivedFiles where what is derived from it is kept, too; null for nowhere
     */
    public PagedTable lasting(List<Ancestor> known, @Nullable StoredTable where, @Nullable DerivedFiles derivedFiles) {
        PagedTable table =
                new PagedTable(id, definition, version, rows, derived, List.copyOf(known), derivedFiles, where);
        table.indexes.putAll(indexes);
        return table;
    }

    /** This version, with the same rows in other segments; their sketches are those of all values. */
    public PagedTable in(List<Segment> segments) {
        List<DistinctSketch> sketches = new ArrayList<>();
        for (int i = 0; i < definition.schema().getFields().size(); i++) {
            sketches.add(distinct(i));
        }
        PagedRows same = new PagedRows(definition.schema(), segments, sketches);
        for (int i = 0; i < Math.min(segments.size(), rows.segmentCount()); i++) {
            if (same.firstRow(i) == rows.firstRow(i) && same.firstRow(i + 1) == rows.firstRow(i + 1)) {
                segments.get(i).warm(rows.segment(i));
            }
        }
        PagedTable table = new PagedTable(id, definition, version, same, derived, ancestors, files, stored);
        indexes.forEach((columns, lazy) -> {
            PagedKeyIndex known = lazy.value;
            if (known != null) {
                table.put(columns, known.on(same));
            }
        });
        return table;
    }

    /** What tells the table from others that have had its name. */
    public long id() {
        return id;
    }

    public List<Segment> segments() {
        return rows.segments();
    }

    /** The different values of a column; those of deleted rows may be counted. */
    public DistinctSketch distinct(int column) {
        return rows.distinct(column);
    }

    private void put(List<Integer> columns, PagedKeyIndex index) {
        Lazy<PagedKeyIndex> lazy = new Lazy<>();
        lazy.value = index;
        indexes.put(columns, lazy);
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

    private PagedTable heir(PagedRows newRows, List<Integer> changedColumns, long newVersion) {
        // What is in memory goes on to the heir; a file stays where it is.
        boolean isUsed = files == null ? derived.isUsed() : files.has(version);
        Ancestor self = new Ancestor(version, rowCount(), isUsed, List.of());
        List<Ancestor> known = Ancestor.after(ancestors, self, changedColumns);
        PagedTable next = new PagedTable(id, definition, newVersion, newRows, new Derived(), known, null, null);
        derived.leaveTo(next.derived);
        return next;
    }

    /** The version after this one in which rows were only added. */
    PagedTable appended(PagedRows newRows, long newVersion) {
        PagedTable next = heir(newRows, List.of(), newVersion);
        for (List<Integer> key : keys(definition)) {
            next.put(key, index(key).extend(newRows));
        }
        return next;
    }

    /** The version after this one with the same number of rows, and changes in {@code columns} only. */
    PagedTable updated(PagedRows newRows, List<Integer> columns, long newVersion) {
        PagedTable next = heir(newRows, columns, newVersion);
        for (List<Integer> key : keys(definition)) {
            Lazy<PagedKeyIndex> lazy = indexes.get(key);
            PagedKeyIndex known = lazy == null ? null : lazy.value;
            if (known != null && key.stream().noneMatch(columns::contains)) {
                next.put(key, known.on(newRows));
            }
        }
        return next;
    }

    /** A version with other rows. */
    PagedTable replaced(PagedRows newRows, long newVersion) {
        return of(id, definition, newVersion, newRows);
    }

    PagedRows rows() {
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
        return new PagedScan(rows, split, request, allocator);
    }

    @Override
    public FieldVector gather(int column, long[] positions, int count, BufferAllocator allocator) {
        if (column == ScanRequest.ROW_ID) {
            return rowIds(positions, count, allocator);
        }
        return PagedGather.gather(rows, column, positions, count, allocator);
    }

    private static FieldVector rowIds(long[] positions, int count, BufferAllocator allocator) {
        BigIntVector vector = new BigIntVector(PagedScan.ROW_ID_FIELD, allocator);
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

    PagedKeyIndex index(List<Integer> columns) {
        return indexes.computeIfAbsent(columns, c -> new Lazy<>()).get(() -> KeptKeyIndex.of(this, columns));
    }

    /** The index of a key if it is there. */
    @Nullable
    KeyIndex knownIndex(List<Integer> columns) {
        Lazy<PagedKeyIndex> lazy = indexes.get(columns);
        return lazy == null ? null : lazy.value;
    }

    @Override
    public long @Nullable [] candidates(
            IndexUse index,
            Expression predicate,
            List<Integer> columns,
            EvaluationContext context,
            List<Split> splits) {
        return new IndexedRows(this, index, splits).find(predicate, columns, context);
    }

    @Override
    public void prepare(IndexUse index) {
        if (index.kind() == IndexKind.KEY) {
            keyIndex(index.columns());
            return;
        }
        for (Segment segment : rows.segments()) {
            segment.page(index.columns().get(0)).index(index.kind());
        }
    }

    @Override
    public void discard(IndexUse index) {
        for (Segment segment : rows.segments()) {
            if (segment.page(index.columns().get(0)) instanceof StoredPage page) {
                page.siblings().source().removeIndex(page.column(), index.kind());
            }
        }
    }

    @Override
    public ColumnStatistics statistics(int column) {
        return derived(new StatisticsKey(column), ColumnStatistics.class, () -> computeStatistics(column));
    }

    private ColumnStatistics computeStatistics(int column) {
        long nulls = 0;
        Column least = null;
        Column greatest = null;
        boolean bounded = true;
        for (int i = 0; i < rows.segmentCount(); i++) {
            PageStatistics page = rows.segment(i).page(column).statistics();
            nulls += page.nulls();
            Column bounds = page.bounds();
            if (bounds != null) {
                least = least == null || bounds.compare(0, least, 0) < 0 ? bounds : least;
                greatest = greatest == null || bounds.compare(1, greatest, 1) > 0 ? bounds : greatest;
            } else if (page.nulls() < rows.segment(i).rowCount()) {
                bounded = false;
            }
        }
        long present = rows.rowCount() - nulls;
        double estimate = keys(definition).contains(List.of(column))
                ? (double) present
                : Math.min((double) present, rows.distinct(column).estimate());
        return new ColumnStatistics(
                nulls,
                estimate,
                least == null || !bounded ? null : least.get(0),
                greatest == null || !bounded ? null : greatest.get(1));
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T derived(Object key, Class<T> type, Supplier<T> maker) {
        Lazy<T> lazy = (Lazy<T>) derived.own.computeIfAbsent(key, k -> new Lazy<T>());
        return type.cast(lazy.get(maker));
    }

    @Override
    public <T extends Heirloom> @Nullable T inherited(Object key, Class<T> type) {
        return type.cast(derived.inherited.remove(key));
    }

    @Override
    public List<Ancestor> ancestors() {
        return ancestors;
    }

    @Override
    public @Nullable StoredTable stored() {
        return stored;
    }

    @Override
    public @Nullable DerivedFiles derivedFiles() {
        return files;
    }

    Field field(int column) {
        return rows.field(column);
    }
}
