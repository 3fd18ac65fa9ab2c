package io.grism.exec.storage.durable;

import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import io.grism.exec.storage.DistinctSketch;
import io.grism.exec.storage.PageCache;
import io.grism.exec.storage.PageStatistics;
import io.grism.exec.storage.PagedTable;
import io.grism.exec.storage.Segment;
import io.grism.exec.storage.SegmentSource;
import io.grism.exec.storage.durable.StoredSegment.Part;
import io.grism.exec.storage.durable.TableFiles.DatasetVersion;
import io.grism.exec.storage.durable.TableFiles.WrittenFile;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** The files that one write makes: of rows while it works, and for each table that it changed at its end. Files of rows may be written on several threads at a time. */
final class TableWriter {
    /** A file of rows that no commit has, and what reads it. */
    record Leftover(String name, List<WeakReference<SegmentSource>> readers) {
        boolean isRead() {
            return readers.stream().anyMatch(reader -> reader.get() != null);
        }
    }

    /** A table as it is to stand in a commit. */
    record Stored(PagedTable table, TableEntry entry) {}

    private final Database database;
    private final PageCache cache;
    /** Guards itself and {@link #readers} while files are written. */
    private final Set<String> written = new LinkedHashSet<>();

    private final Map<String, List<WeakReference<SegmentSource>>> readers = new LinkedHashMap<>();
    private final List<String> contents = new ArrayList<>();
    /** Files that a crash of the machine may take. */
    private final List<String> unsafe = new ArrayList<>();

    TableWriter(Database database, PageCache cache) {
        this.database = database;
        this.cache = cache;
    }

    /** A segment as it is stored now: in one file, unless it is stored already. */
    Segment stored(PagedTable table, Segment segment) {
        return segment.source() instanceof StoredRows ? segment : merged(table, List.of(segment));
    }

    /** Segments in one segment, in one file. */
    Segment merged(PagedTable table, List<Segment> segments) {
        Part part = write(table, segments, 0);
        return segment(table, new StoredSegment(List.of(part), statistics(segments)));
    }

    /**
     * A stored segment with the rows of another one behind it, in a file of their own. With them go the rows of files before it that are not twice as large: so files become few, and a row is written
     * again a few times only, while a segment grows.
     */
    Segment appended(PagedTable table, Segment tail, StoredRows stored, Segment more) {
        List<Part> parts = new ArrayList<>(stored.segment().parts());
        int merged = more.rowCount();
        while (!parts.isEmpty() && parts.get(parts.size() - 1).rowCount() < 2 * merged) {
            merged += parts.remove(parts.size() - 1).rowCount();
        }
        int firstRow = tail.rowCount() + more.rowCount() - merged;
        parts.add(write(
                table,
                firstRow == tail.rowCount() ? List.of(more) : List.of(tail, more),
                firstRow == tail.rowCount() ? 0 : firstRow));
        return segment(table, new StoredSegment(parts, statistics(List.of(tail, more))));
    }

    private Segment segment(PagedTable table, StoredSegment segment) {
        Segment made = StoredRows.segment(
                database, cache, table.id(), table.definition().schema(), segment);
        SegmentSource source = made.source();
        synchronized (written) {
            for (Part part : segment.parts()) {
                if (written.contains(part.sum().name()) && source != null) {
                    readers.computeIfAbsent(part.sum().name(), name -> new ArrayList<>())
                            .add(new WeakReference<>(source));
                }
            }
        }
        return made;
    }

    private Part write(PagedTable table, List<Segment> segments, int firstRow) {
        return database.using(() -> {
            Schema schema = table.definition().schema();
            WrittenFile file;
            try (SegmentStream rows = new SegmentStream(schema, segments, firstRow, database.allocator())) {
                file = database.tables().write(database.locationOf(table.id()), rows, database.allocator());
            }
            String name = database.folderOf(table.id()) + "/" + file.name();
            synchronized (written) {
                written.add(name);
            }
            return new Part(file.name(), file.rowCount(), database.written(name));
        });
    }

    private static List<PageStatistics> statistics(List<Segment> segments) {
        List<PageStatistics> statistics = new ArrayList<>();
        for (int i = 0; i < segments.get(0).columnCount(); i++) {
            long nulls = 0;
            Column least = null;
            Column greatest = null;
            for (Segment segment : segments) {
                PageStatistics page = segment.page(i).statistics();
                Column bounds = page.bounds();
                nulls += page.nulls();
                if (bounds != null) {
                    least = least == null || bounds.compare(0, least, 0) < 0 ? bounds : least;
                    greatest = greatest == null || bounds.compare(1, greatest, 1) > 0 ? bounds : greatest;
                }
            }
            statistics.add(new PageStatistics(nulls, bounds(least, greatest), null));
        }
        return statistics;
    }

    private static @Nullable Column bounds(@Nullable Column least, @Nullable Column greatest) {
        if (least == null || greatest == null) {
            return null;
        }
        Column bounds = Columns.create(least.field());
        bounds.append(least, 0, 1);
        bounds.append(greatest, 1, 1);
        return bounds;
    }

    /**
     * Stores all that a version of a table has.
     *
     * @param base the table in the commit before
     */
    Stored store(PagedTable table, @Nullable TableEntry base, Set<Part> baseParts) {
        return database.using(() -> storeAll(table, base, baseParts));
    }

    private Stored storeAll(PagedTable table, @Nullable TableEntry base, Set<Part> baseParts) {
        List<Segment> segments = new ArrayList<>();
        List<StoredSegment> stored = new ArrayList<>();
        for (Segment segment : table.segments()) {
            Segment kept = stored(table, segment);
            segments.add(kept);
            if (kept.source() instanceof StoredRows rows) {
                stored.add(rows.segment());
            }
        }
        PagedTable result = table.in(segments);
        Schema schema = table.definition().schema();
        List<DistinctSketch> sketches = new ArrayList<>();
        for (int i = 0; i < schema.getFields().size(); i++) {
            sketches.add(result.distinct(i));
        }
        Set<Part> parts = new LinkedHashSet<>();
        stored.forEach(segment -> parts.addAll(segment.parts()));
        TableEntry.Dataset dataset = commit(table.id(), schema, base == null ? null : base.dataset(), baseParts, parts);
        byte[] content =
                new TableContent(table.id(), table.version(), stored, sketches, table.ancestors()).encode(schema);
        String name = Database.CONTENTS + "/" + Long.toHexString(table.id()) + "-" + UUID.randomUUID();
        contents.add(name);
        FileSum sum = database.write(name, content);
        unsafe.add(name);
        TableEntry entry = new TableEntry(table.id(), table.definition(), sum, dataset);
        PagedTable lasting =
                result.lasting(table.ancestors(), database.stored(entry, table.version()), database.derived());
        return new Stored(lasting, entry);
    }

    /**
     * An older version of a table as the newest one: the same rows, and a version of the dataset after all others, which stay for who restores them.
     *
     * @param latest the table in the commit that has the newest version of the dataset
     */
    TableEntry restored(TableEntry older, TableEntry latest) {
        if (Objects.equals(older.dataset(), latest.dataset())) {
            return older;
        }
        return database.using(() -> new TableEntry(
                older.id(),
                older.definition(),
                older.content(),
                commit(older.id(), older.definition().schema(), latest.dataset(), parts(latest), parts(older))));
    }

    private Set<Part> parts(TableEntry entry) {
        Set<Part> parts = new LinkedHashSet<>();
        DurableStore.content(database, entry).segments().forEach(segment -> parts.addAll(segment.parts()));
        return parts;
    }

    private TableEntry.@Nullable Dataset commit(
            long table, Schema schema, TableEntry.@Nullable Dataset base, Set<Part> baseParts, Set<Part> parts) {
        List<String> removed = new ArrayList<>();
        for (Part part : baseParts) {
            if (!parts.contains(part)) {
                removed.add(part.name());
            }
        }
        List<WrittenFile> added = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Part part : parts) {
            if (!baseParts.contains(part)) {
                added.add(new WrittenFile(part.name(), part.rowCount()));
                names.add(part.sum().name());
            }
        }
        if (removed.isEmpty() && added.isEmpty() || !database.folder().isLocal()) {
            return base;
        }
        DatasetVersion before = null;
        if (base != null) {
            base.files().forEach(database::check);
            before = new DatasetVersion(base.number(), relative(table, base.files()));
        }
        DatasetVersion made = database.tables()
                .commit(database.locationOf(table), schema, before, removed, added, database.allocator());
        List<FileSum> files = new ArrayList<>();
        for (String file : made.files()) {
            FileSum sum = database.written(database.folderOf(table) + "/" + file);
            files.add(sum);
            names.add(sum.name());
        }
        unsafe.addAll(names);
        return new TableEntry.Dataset(made.number(), files);
    }

    private List<String> relative(long table, List<FileSum> files) {
        int skip = database.folderOf(table).length() + 1;
        return files.stream().map(file -> file.name().substring(skip)).toList();
    }

    /**
     * What no commit has of the files that were made.
     *
     * @param parts of the tables of the commit; none when there was none
     */
    List<Leftover> leftovers(Set<String> parts) {
        List<Leftover> result = new ArrayList<>();
        for (String name : written) {
            if (!parts.contains(name)) {
                result.add(new Leftover(name, readers.getOrDefault(name, List.of())));
            }
        }
        return result;
    }

    /** Makes all that was {@link #store}d outlast a crash. */
    void sync() {
        database.folder().sync(unsafe);
    }

    /** Removes what tells of the versions of tables that were to be committed; for a write that was given up. */
    void deleteContents() {
        for (String name : contents) {
            database.removed(name);
            database.folder().delete(name);
        }
    }
}
