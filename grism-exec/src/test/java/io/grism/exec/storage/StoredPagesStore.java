package io.grism.exec.storage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** A store whose committed pages, and those of full segments, are read again whenever the cache has let them go. */
final class StoredPagesStore extends PagedStore {
    private final AtomicLong numbers = new AtomicLong();
    private final PageCache cache;
    final List<String> commits = new ArrayList<>();

    StoredPagesStore(PageCache cache) {
        super(new PagedSnapshot(0, Set.of(DEFAULT_SCHEMA), Map.of(), Map.of()));
        this.cache = cache;
    }

    @Override
    protected String title() {
        return "the database under test";
    }

    @Override
    protected long nextNumber() {
        return numbers.incrementAndGet();
    }

    @Override
    protected Segment sealed(PagedTable table, Segment full) {
        return stored(full);
    }

    @Override
    protected Segment joined(PagedTable table, Segment tail, Segment more) {
        Segment both = super.joined(table, tail, more);
        return tail.source() == null ? both : stored(both);
    }

    private Segment stored(Segment segment) {
        List<PageStatistics> statistics = new ArrayList<>();
        for (int i = 0; i < segment.columnCount(); i++) {
            PageStatistics known = segment.page(i).statistics();
            statistics.add(new PageStatistics(known.nulls(), known.bounds(), null));
        }
        return Segment.stored(segment.rowCount(), statistics, CountingSource.of(segment), cache);
    }

    @Override
    protected PagedSnapshot persist(PagedSnapshot base, PagedSnapshot next, String changes) {
        commits.add(changes);
        Map<ObjectName, PagedTable> tables = new HashMap<>();
        next.tableMap().forEach((name, table) -> {
            PagedTable before = base.table(name);
            tables.put(
                    name,
                    before != null && before.version() == table.version()
                            ? table
                            : table.in(table.segments().stream()
                                    .map(segment -> segment.source() == null ? stored(segment) : segment)
                                    .toList()));
        });
        return new PagedSnapshot(next.version(), next.schemas(), tables, next.objectMap());
    }
}
