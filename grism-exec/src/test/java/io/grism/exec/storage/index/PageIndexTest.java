package io.grism.exec.storage.index;

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
import io.grism.exec.kernel.LikePattern;
import io.grism.exec.kernel.TokenPattern;
import io.grism.exec.test.Samples;
import io.grism.exec.test.Seeds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PageIndexTest {
    private static final Field BOOLEAN = TypeKind.BOOLEAN.field("");
    private static final Field TEXT = TypeKind.VARCHAR.field("");
    private static final List<Function> COMPARISONS = List.of(
            Function.EQUALS, Function.LESS, Function.LESS_OR_EQUAL, Function.GREATER, Function.GREATER_OR_EQUAL);

    private static Wanted bind(IndexSearch search) {
        try (BufferAllocator allocator = new RootAllocator()) {
            return search.bind(new SimpleEvaluationContext(allocator));
        }
    }

    /** What an index finds, which finds the same when it was kept. */
    private static int[] find(IndexKind kind, Column column, Wanted wanted, String message) {
        PageIndex made = PageIndex.of(kind, column);
        int[] found = find(made, wanted, message);
        PageIndex read = kept(made, kind, column.size());
        assertNotNull(read, message);
        assertArrayEquals(found, find(read, wanted, message), message);
        assertEquals(made.sizeInBytes(), read.sizeInBytes(), message);
        if (kind != IndexKind.FTS) {
            assertNull(kept(made, kind, column.size() - 1), message);
        }
        return found;
    }

    private static @Nullable PageIndex kept(PageIndex index, IndexKind kind, int rowCount) {
        try {
            Kept kept = new Kept();
            index.write(kept);
            PageIndex read = PageIndex.read(kind, rowCount, kept);
            assertTrue(kept.isEmpty());
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int[] find(PageIndex index, Wanted wanted, String message) {
        int[] rows = new int[index.count(wanted)];
        int count = index.find(wanted, rows);
        int[] found = Arrays.copyOf(rows, count);
        for (int i = 1; i < found.length; i++) {
            assertTrue(found[i - 1] < found[i], message);
        }
        return found;
    }

    private static Column column(Field field, Random random, String start) {
        Column column = Columns.create(field);
        List<@Nullable Object> some = new ArrayList<>();
        for (int i = 1 + random.nextInt(300); i > 0; i--) {
            Object value = Samples.nullable(field, random, 0.1);
            some.add(value instanceof String text ? start + text : value);
        }
        for (int i = random.nextInt(1500); i >= 0; i--) {
            column.append(some.get(random.nextInt(some.size())));
        }
        return column;
    }

    @Test
    void comparisonsMissNoRow() {
        long base = Seeds.first();
        for (int run = 0; run < 400; run++) {
            long seed = base + run;
            Random random = new Random(seed);
            List<Field> fields = Samples.allFields().stream()
                    .filter(field -> OrderKeys.has(TypeKind.of(field)))
                    .toList();
            Field field = fields.get(random.nextInt(fields.size()));
            String start = random.nextBoolean() ? "" : "customer-";
            Column column = column(field, random, start);
            Column bounds = column(field, random, random.nextInt(4) == 0 ? "" : start);
            Object bound = bounds.get(0);
            Function function = COMPARISONS.get(random.nextInt(COMPARISONS.size()));
            Expression condition = new Expression.Call(
                    function,
                    List.of(new Expression.ColumnRef(0, field), new Expression.Literal(bound, field)),
                    BOOLEAN);
            for (IndexKind kind : List.of(IndexKind.BTREE, IndexKind.BITMAP)) {
                String message = "seed " + seed + "L: " + kind + " of " + field + " " + function + " " + bound;
                IndexSearch search = IndexSearch.of(condition, 0, field, kind);
                assertNotNull(search, message);
                Wanted wanted = bind(search);
                if (bound == null) {
                    assertTrue(wanted.isNothing(), message);
                    continue;
                }
                int[] found = find(kind, column, wanted, message);
                for (int row = 0; row < column.size(); row++) {
                    if (!column.isNull(row) && holds(function, column.compare(row, bounds, 0))) {
                        assertTrue(Arrays.binarySearch(found, row) >= 0, message + " misses row " + row);
                    }
                }
                for (int row : found) {
                    assertTrue(!column.isNull(row), message);
                }
            }
        }
    }

    private static boolean holds(Function function, int order) {
        return switch (function) {
            case EQUALS -> order == 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            default -> order >= 0;
        };
    }

    @Test
    void findsBeginningsTokensAndNulls() {
        long base = Seeds.first();
        List<String> parts = List.of("a", "b", "AB", " ", "\u00e9", "%", "_", "customer", "\ud83d\ude00");
        for (int run = 0; run < 300; run++) {
            long seed = base + run;
            Random random = new Random(seed);
            Column column = Columns.create(TEXT);
            String start = random.nextBoolean() ? "" : "customer ";
            for (int i = random.nextInt(200); i >= 0; i--) {
                column.append(random.nextInt(10) == 0 ? null : start + text(parts, random));
            }
            String text = random.nextBoolean() ? text(parts, random) : start + text(parts, random);
            LikePattern like = new LikePattern(text + "%");
            TokenPattern tokens = new TokenPattern(text);
            int[] begins = find(Function.LIKE, text + "%", IndexKind.BTREE, column, seed);
            int[] contains = text.codePoints().anyMatch(Character::isLetterOrDigit)
                    ? find(Function.CONTAINS_TOKENS, text, IndexKind.FTS, column, seed)
                    : null;
            List<Integer> having = new ArrayList<>();
            for (int row = 0; row < column.size(); row++) {
                if (column.get(row) instanceof String value) {
                    if (like.matches(value)) {
                        assertTrue(Arrays.binarySearch(begins, row) >= 0, "seed " + seed + "L: LIKE " + text);
                    }
                    if (tokens.matches(value)) {
                        having.add(row);
                    }
                }
            }
            if (contains != null) {
                assertArrayEquals(
                        having.stream().mapToInt(row -> row).toArray(), contains, "seed " + seed + "L: tokens " + text);
            }
        }
    }

    private static String text(List<String> parts, Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(parts.get(random.nextInt(parts.size())));
        }
        return text.toString();
    }

    private static int[] find(Function function, String text, IndexKind kind, Column column, long seed) {
        Expression condition = new Expression.Call(
                function, List.of(new Expression.ColumnRef(0, TEXT), new Expression.Literal(text, TEXT)), BOOLEAN);
        IndexSearch search = IndexSearch.of(condition, 0, TEXT, kind);
        assertNotNull(search);
        return find(kind, column, bind(search), "seed " + seed + "L");
    }

    @Test
    void findsNullsAndNothingElse() {
        Column column = Columns.create(TEXT);
        for (String text : new @Nullable String[] {null, "a", null, "b"}) {
            column.append(text);
        }
        Expression isNull = new Expression.Call(Function.IS_NULL, List.of(new Expression.ColumnRef(0, TEXT)), BOOLEAN);
        IndexSearch search = IndexSearch.of(isNull, 0, TEXT, IndexKind.BTREE);
        assertNotNull(search);
        assertArrayEquals(new int[] {0, 2}, find(IndexKind.BTREE, column, bind(search), ""));
    }

    @Test
    void asksNothingOfWhatAnIndexCannotAnswer() {
        Field field = TypeKind.INTEGER.field("");
        Expression column = new Expression.ColumnRef(0, field);
        Expression five = new Expression.Literal(5, field);
        Expression other =
                new Expression.Call(Function.EQUALS, List.of(new Expression.ColumnRef(1, field), five), BOOLEAN);
        Expression own = new Expression.Call(Function.EQUALS, List.of(column, five), BOOLEAN);
        assertNull(IndexSearch.of(other, 0, field, IndexKind.BTREE));
        assertNull(IndexSearch.of(
                new Expression.Call(Function.OR, List.of(own, other), BOOLEAN), 0, field, IndexKind.BTREE));
        assertNull(IndexSearch.of(new Expression.Call(Function.NOT, List.of(own), BOOLEAN), 0, field, IndexKind.BTREE));
        assertNull(IndexSearch.of(own, 0, field, IndexKind.FTS));
        Expression wider = new Expression.Literal(5L, TypeKind.BIGINT.field(""));
        assertNull(IndexSearch.of(
                new Expression.Call(Function.EQUALS, List.of(column, wider), BOOLEAN), 0, field, IndexKind.BTREE));
        IndexSearch both = IndexSearch.of(
                new Expression.Call(Function.AND, List.of(other, own), BOOLEAN), 0, field, IndexKind.BTREE);
        assertNotNull(both);
        assertEquals(List.of(own), both.conjuncts());
    }

    @Test
    void tokensAreRunsOfLettersAndDigitsInLowerCase() {
        List<String> tokens = new ArrayList<>();
        TokenPattern.forEach("Graph-Database 2.0, \u00c9T\u00c9!\u4e2d\u6587 ", tokens::add);
        assertEquals(List.of("graph", "database", "2", "0", "\u00e9t\u00e9", "\u4e2d\u6587"), tokens);
        assertTrue(new TokenPattern("").matches("anything"));
        assertTrue(new TokenPattern("b a b").matches("A, b"));
        assertTrue(!new TokenPattern("ab").matches("a b abc"));
    }
}
