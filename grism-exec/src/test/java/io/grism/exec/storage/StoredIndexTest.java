package io.grism.exec.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import io.grism.exec.expr.Expression;
import io.grism.exec.expr.Function;
import io.grism.exec.expr.SimpleEvaluationContext;
import io.grism.exec.storage.index.IndexKind;
import io.grism.exec.storage.index.IndexUse;
import io.grism.exec.test.LeakCheck;
import io.grism.exec.test.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Indexes of the pages of a table, in a cache with room for some of them. */
final class StoredIndexTest {
    private static final int PAGE = PagedRows.PAGE_ROWS;
    private static final int SEGMENTS = 12;
    private static final long INDEX_BYTES = 10L * PAGE;
    private static final long ROWS = (long) SEGMENTS * PAGE;
    private static final Field V = TypeKind.BIGINT.field("v");
    private static final IndexUse INDEX = new IndexUse("i", IndexKind.BTREE, List.of(0));

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private final List<CountingSource> sources = new ArrayList<>();

    /** Each page has every {@link #SEGMENTS}th number, in an order of its own: row i of segment s has the number that {@link #row} finds. */
    private PagedTable table(PageCache cache, boolean keeps) {
        List<Segment> segments = new ArrayList<>();
        for (int s = 0; s < SEGMENTS; s++) {
            int segment = s;
            CountingSource source = new CountingSource(2, column -> values(segment));
            sources.add(keeps ? source.keeping() : source);
            Column bounds = Columns.create(V);
            bounds.append((Object) 0L);
            bounds.append((Object) ROWS);
            PageStatistics statistics = new PageStatistics(0, bounds, null);
            segments.add(Segment.stored(PAGE, List.of(statistics, statistics), source, cache));
        }
        Schema schema = new Schema(List.of(V, TypeKind.BIGINT.field("w")));
        TableDefinition definition = new TableDefinition(
                new ObjectName("main", "t"), schema, List.of("BIGINT", "BIGINT"), List.of(), List.of(), List.of());
        return PagedTable.of(1, definition, 1, segments, List.of(new DistinctSketch(), new DistinctSketch()));
    }

    private static Column values(int segment) {
        Column column = Columns.create(V, PAGE);
        for (int i = 0; i < PAGE; i++) {
            column.append((Object) ((long) (i * 4099 & PAGE - 1) * SEGMENTS + segment));
        }
        return column;
    }

    /** Where a number is. */
    private static long row(long value) {
        int segment = (int) (value % SEGMENTS);
        long number = value / SEGMENTS;
        for (int i = 0; i < PAGE; i++) {
            if ((i * 4099 & PAGE - 1) == number) {
                return (long) segment * PAGE + i;
            }
        }
        throw new IllegalArgumentException("no " + value);
    }

    private long @Nullable [] find(PagedTable table, long value) {
        Expression equals = new Expression.Call(
                Function.EQUALS,
                List.of(new Expression.ColumnRef(0, V), new Expression.Literal(value, V)),
                TypeKind.BOOLEAN.field(""));
        return table.candidates(
                INDEX,
                equals,
                List.of(0),
                new SimpleEvaluationContext(leaks.allocator()),
                List.of(new Split(0, table.rowCount())));
    }

    private int reads() {
        return sources.stream()
                .mapToInt(source -> source.reads(0) + source.reads(1))
                .sum();
    }

    private int made() {
        return sources.stream().mapToInt(CountingSource::made).sum();
    }

    private static void readAll(PagedTable table) {
        for (int i = 0; i < 20; i++) {
            for (Segment segment : table.segments()) {
                segment.page(1).values();
            }
        }
    }

    @Test
    void indexesAreMadeOnceAndCountedByTheCache() {
        PageCache cache = new PageCache(2 * SEGMENTS * INDEX_BYTES);
        PagedTable table = table(cache, false);
        for (long value : new long[] {0, 77, ROWS - 1}) {
            assertArrayEquals(new long[] {row(value)}, find(table, value));
        }
        assertEquals(SEGMENTS, made());
        assertEquals(SEGMENTS, reads());
        assertEquals(SEGMENTS * INDEX_BYTES, cache.bytes(), "indexes, and no values that only they were made of");
    }

    @Test
    void indexesForWhichThereIsNoRoomAreNotAskedFor() {
        PageCache cache = new PageCache((SEGMENTS - 1) * INDEX_BYTES);
        PagedTable table = table(cache, true);
        assertNull(find(table, 77));
        assertEquals(0, reads());
        table.prepare(INDEX);
        assertEquals(SEGMENTS, made());
        assertTrue(cache.bytes() <= cache.maxBytes(), cache.bytes() + " bytes");
        assertTrue(cache.bytes() >= INDEX_BYTES, cache.bytes() + " bytes");
    }

    @Test
    void aCacheThatIsSharedStaysInItsBounds() {
        long seed = Seeds.first();
        Random random = new Random(seed);
        PageCache cache = new PageCache((SEGMENTS + 1) * INDEX_BYTES);
        PagedTable table = table(cache, true);
        for (int i = 0; i < 30; i++) {
            long value = random.nextLong(ROWS);
            assertArrayEquals(new long[] {row(value)}, find(table, value), "-Dgrism.seed=" + seed);
            assertTrue(cache.bytes() <= cache.maxBytes(), cache.bytes() + " bytes");
            for (int j = random.nextInt(SEGMENTS); j > 0; j--) {
                table.segments().get(random.nextInt(SEGMENTS)).page(1).values();
                assertTrue(cache.bytes() <= cache.maxBytes(), cache.bytes() + " bytes");
            }
        }
        assertEquals(SEGMENTS, made(), "what is kept is not made again");
    }

    @Test
    void whatNobodyKeepsIsNotMadeAgainAndAgain() {
        PageCache cache = new PageCache((SEGMENTS + 1) * INDEX_BYTES);
        PagedTable table = table(cache, false);
        assertNotNull(find(table, 77));
        assertEquals(SEGMENTS, made());
        readAll(table);
        for (int i = 0; i < 10; i++) {
            long[] found = find(table, 77);
            if (found != null) {
                assertArrayEquals(new long[] {row(77)}, found);
            }
        }
        assertTrue(made() <= SEGMENTS + 1, made() + " indexes");
    }
}
