package io.grism.exec.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.BatchStream;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import io.grism.exec.column.LongColumn;
import io.grism.exec.expr.Expression;
import io.grism.exec.expr.Function;
import io.grism.exec.storage.durable.DerivedFolder;
import io.grism.exec.test.LeakCheck;
import io.grism.exec.test.Seeds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A table several times larger than the cache of its pages. */
final class StoredTableTest {
    private static final int PAGE = PagedRows.PAGE_ROWS;
    private static final int SEGMENTS = 24;
    private static final long ROWS = (long) SEGMENTS * PAGE;
    private static final long PAGE_BYTES = 8L * PAGE;
    private static final Field ID = TypeKind.BIGINT.field("id");
    private static final Schema SCHEMA =
            new Schema(List.of(ID, TypeKind.BIGINT.field("twice"), TypeKind.BIGINT.field("never")));

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private final List<CountingSource> sources = new ArrayList<>();

    /** Row i has (i, 2 i, 3 i). */
    private PagedTable table(PageCache cache) {
        List<Segment> segments = new ArrayList<>();
        for (int s = 0; s < SEGMENTS; s++) {
            long first = (long) s * PAGE;
            CountingSource source = new CountingSource(3, column -> values(first, column + 1L));
            List<PageStatistics> statistics = new ArrayList<>();
            for (long factor = 1; factor <= 3; factor++) {
                Column bounds = Columns.create(ID);
                bounds.append((Object) (first * factor));
                bounds.append((Object) ((first + PAGE - 1) * factor));
                statistics.add(new PageStatistics(0, bounds, null));
            }
            sources.add(source);
            segments.add(Segment.stored(PAGE, statistics, source, cache));
        }
        return PagedTable.of(
                1,
                new TableDefinition(
                        new ObjectName("main", "t"),
                        SCHEMA,
                        List.of("BIGINT", "BIGINT", "BIGINT"),
                        List.of(0),
                        List.of(),
                        List.of()),
                1,
                segments,
                List.of(new DistinctSketch(), new DistinctSketch(), new DistinctSketch()));
    }

    private static Column values(long first, long factor) {
        Column grown = Columns.create(ID);
        for (long i = first; i < first + PAGE; i++) {
            grown.append((Object) (i * factor));
        }
        Column column = Columns.create(ID);
        column.append(grown, 0, PAGE);
        assertTrue(column.sizeInBytes() <= PAGE_BYTES + 100);
        return column;
    }

    private int reads(int column) {
        return sources.stream().mapToInt(source -> source.reads(column)).sum();
    }

    private long sum(PagedTable table, PageCache cache, List<Integer> columns, @Nullable Expression predicate) {
        long sum = 0;
        for (Split split : table.splits(100_000)) {
            try (BatchStream scan = table.scan(split, new ScanRequest(columns, predicate, 2048), leaks.allocator())) {
                for (Batch next = scan.next(); next != null; next = scan.next()) {
                    try (Batch batch = next) {
                        for (int c = 0; c < batch.columnCount(); c++) {
                            BigIntVector vector = (BigIntVector) batch.column(c);
                            for (int i = 0; i < batch.rowCount(); i++) {
                                sum += vector.get(i);
                            }
                        }
                    }
                    assertTrue(cache.bytes() <= cache.maxBytes());
                }
            }
        }
        return sum;
    }

    @Test
    void aScanReadsWhatItIsAskedForOnce() {
        PageCache cache = new PageCache(16 * PAGE_BYTES);
        PagedTable table = table(cache);
        assertEquals(3 * ROWS * (ROWS - 1) / 2, sum(table, cache, List.of(0, 1), null));
        assertEquals(SEGMENTS, reads(0));
        assertEquals(SEGMENTS, reads(1));
        assertEquals(0, reads(2));
        assertEquals(
                SEGMENTS, sources.stream().mapToInt(CountingSource::calls).sum(), "both columns are read together");
    }

    @Test
    void aPredicateReadsNoPageThatStatisticsExclude() {
        PageCache cache = new PageCache(5 * PAGE_BYTES);
        PagedTable table = table(cache);
        Expression ids = new Expression.ColumnRef(0, ID);
        Field truth = TypeKind.BOOLEAN.field("");
        Expression between = new Expression.Call(
                Function.AND,
                List.of(
                        new Expression.Call(
                                Function.GREATER_OR_EQUAL,
                                List.of(ids, new Expression.Literal(3L * PAGE - 2, ID)),
                                truth),
                        new Expression.Call(
                                Function.LESS, List.of(ids, new Expression.Literal(3L * PAGE + 2, ID)), truth)),
                truth);
        assertEquals(3 * 4 * (3L * PAGE) - 3 * 2, sum(table, cache, List.of(0, 1), between));
        assertEquals(2, reads(0));
        assertEquals(2, reads(1));
        Expression odd = new Expression.Call(
                Function.EQUALS,
                List.of(new Expression.ColumnRef(1, ID), new Expression.Literal(2L * PAGE + 1, ID)),
                truth);
        assertEquals(0, sum(table, cache, List.of(0, 1), odd));
        assertEquals(2, reads(0), "no row matches, so the other columns are not read");
        assertEquals(3, reads(1));
    }

    @Test
    void statisticsReadNothing() {
        PagedTable table = table(new PageCache(0));
        ColumnStatistics statistics = table.statistics(0);
        assertEquals(0L, statistics.min());
        assertEquals(ROWS - 1, statistics.max());
        assertEquals(ROWS, statistics.distinct(), "a key");
        assertEquals(0, reads(0));
    }

    @Test
    void aGatherReadsEachPageOnce() {
        long seed = Seeds.first();
        Random random = new Random(seed);
        PageCache cache = new PageCache(5 * PAGE_BYTES);
        PagedTable table = table(cache);
        long[] positions = new long[5000];
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < positions.length; i++) {
                positions[i] = random.nextInt(9) == 0 ? -1 : random.nextLong(ROWS);
            }
            int before = reads(1);
            try (FieldVector vector = table.gather(1, positions, positions.length, leaks.allocator())) {
                for (int i = 0; i < positions.length; i++) {
                    assertEquals(positions[i] < 0, vector.isNull(i), "-Dgrism.seed=" + seed);
                    if (positions[i] >= 0) {
                        assertEquals(2 * positions[i], ((BigIntVector) vector).get(i), "-Dgrism.seed=" + seed);
                    }
                }
            }
            assertTrue(reads(1) - before <= SEGMENTS, reads(1) + " reads");
            assertTrue(cache.bytes() <= cache.maxBytes());
        }
        // What is in the cache is not read again.
        int before = reads(1);
        long[] few = {5, 5, 3, -1};
        for (int i = 0; i < 3; i++) {
            table.gather(1, few, few.length, leaks.allocator()).close();
        }
        assertTrue(reads(1) <= before + 1);
    }

    @Test
    void aKeyIndexReadsItsColumnPageByPage() {
        PageCache cache = new PageCache(PAGE_BYTES);
        PagedTable table = table(cache);
        Column keys = Columns.create(ID);
        keys.append((Object) (ROWS - 1));
        keys.append((Object) ROWS);
        keys.append((Object) 70_000L);
        long[] found = new long[3];
        table.keyIndex(List.of(0)).lookup(List.of(keys), 3, found);
        assertEquals(List.of(ROWS - 1, -1L, 70_000L), List.of(found[0], found[1], found[2]));
        assertTrue(reads(0) <= 2 * SEGMENTS, reads(0) + " reads");
        assertEquals(0, reads(1));
    }

    @Test
    void aKeptKeyIndexNeedsNoPage(@TempDir Path folder) {
        DerivedFiles files = new DerivedFolder(folder.resolve("derived"), 0);
        StoredTable where = new StoredTable("", 1, "", 0, 0, 1);
        Column keys = LongRows.column(ID, new long[] {70_000, ROWS, 3});
        for (int opened = 0; opened < 2; opened++) {
            PagedTable table = table(new PageCache(PAGE_BYTES)).lasting(List.of(), where, files);
            long[] found = new long[3];
            table.keyIndex(List.of(0)).lookup(List.of(keys), 3, found);
            assertArrayEquals(new long[] {70_000, -1, 3}, found);
            assertEquals(SEGMENTS, reads(0));
        }
    }

    @Test
    void keysOfSeveralColumnsAreLookedUpPageByPage() {
        long seed = Seeds.first();
        Random random = new Random(seed);
        PageCache cache = new PageCache(4 * PAGE_BYTES);
        PagedTable table = table(cache);
        KeyIndex index = table.keyIndex(List.of(1, 0));
        int before = reads(0);
        assertTrue(before <= 2 * SEGMENTS, before + " reads");
        Column ids = Columns.create(ID);
        Column twice = Columns.create(ID);
        long[] expected = new long[3000];
        for (int i = 0; i < expected.length; i++) {
            long id = random.nextLong(ROWS);
            boolean isThere = random.nextBoolean();
            ids.append((Object) id);
            twice.append((Object) (isThere ? 2 * id : 2 * id + 1));
            expected[i] = isThere ? id : -1;
        }
        long[] found = new long[expected.length];
        index.lookup(List.of(twice, ids), expected.length, found);
        assertArrayEquals(expected, found, "-Dgrism.seed=" + seed);
        assertTrue(reads(0) - before <= 2 * SEGMENTS, reads(0) - before + " reads");
    }

    @Test
    void aRepeatedScanOfMoreThanThereIsRoomForFindsPartOfIt() {
        PageCache cache = new PageCache(SEGMENTS / 2 * PAGE_BYTES);
        PagedTable table = table(cache);
        for (int i = 0; i < 3; i++) {
            sum(table, cache, List.of(0), null);
        }
        int before = reads(0);
        for (int i = 0; i < 4; i++) {
            sum(table, cache, List.of(0), null);
        }
        int scans = reads(0) - before;
        assertTrue(scans < 4 * SEGMENTS * 3 / 4, scans + " reads of " + 4 * SEGMENTS);
    }

    @Test
    void aLargeScanLeavesWhatIsUsedOften() {
        PageCache cache = new PageCache(6 * PAGE_BYTES);
        PagedTable table = table(cache);
        long[] rows = {1, 2L * PAGE};
        for (int i = 0; i < 6; i++) {
            table.gather(1, rows, 2, leaks.allocator()).close();
        }
        assertEquals(2, reads(1));
        sum(table, cache, List.of(0), null);
        table.gather(1, rows, 2, leaks.allocator()).close();
        assertEquals(2, reads(1));
    }

    @Test
    void aPageThatManyAskForIsReadOnce() throws Exception {
        PagedTable table = table(new PageCache(5 * PAGE_BYTES));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Callable<Long> read =
                    () -> ((LongColumn) table.segments().get(3).page(1).values()).values()[7];
            for (Future<Long> value : threads.invokeAll(java.util.Collections.nCopies(8, read))) {
                assertEquals(2 * (3L * PAGE + 7), value.get());
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(1, reads(1));
    }

    @Test
    void aReadThatFailsIsTriedAgain() {
        boolean[] broken = {true};
        CountingSource source = new CountingSource(1, column -> {
            if (broken[0]) {
                throw new IllegalStateException("broken");
            }
            return values(0, 1);
        });
        Segment segment =
                Segment.stored(PAGE, List.of(new PageStatistics(0, null, null)), source, new PageCache(PAGE_BYTES * 2));
        assertThrows(IllegalStateException.class, () -> segment.page(0).values());
        broken[0] = false;
        assertEquals(5L, segment.page(0).values().get(5));
        assertEquals(5L, segment.page(0).values().get(5));
        assertEquals(2, source.calls());
    }
}
