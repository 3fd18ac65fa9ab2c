package io.grism.exec.storage;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.Column;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.TableDefinition.ForeignKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Checks references between the tables of a transaction, as they are after a statement. */
final class ForeignKeys {
    private static final int CHUNK = 4096;

    private final Map<ObjectName, PagedTable> tables;

    ForeignKeys(Map<ObjectName, PagedTable> tables) {
        this.tables = tables;
    }

    /** Columns of both sides in the order of the key that the other table declares. */
    private record Pair(List<Integer> columns, List<Integer> key) {
        static @Nullable Pair of(ForeignKey reference, TableDefinition target) {
            for (List<Integer> key : PagedTable.keys(target)) {
                if (key.size() == reference.referencedColumns().size()
                        && new HashSet<>(key).equals(new HashSet<>(reference.referencedColumns()))) {
                    List<Integer> columns = key.stream()
                            .map(column -> reference
                                    .columns()
                                    .get(reference.referencedColumns().indexOf(column)))
                            .toList();
                    return new Pair(columns, key);
                }
            }
            return null;
        }
    }

    static void checkDefinition(TableDefinition definition, ForeignKey reference, @Nullable TableDefinition target) {
        String what = "Cannot create table " + definition.name() + ": its foreign key "
                + KeyText.names(definition, reference.columns()) + " references " + reference.references();
        if (target == null) {
            throw new GrismException(ErrorCode.UNKNOWN_TABLE, what + ", which does not exist");
        }
        if (reference.columns().size() != reference.referencedColumns().size()) {
            throw new GrismException(
                    ErrorCode.INVALID_STATEMENT,
                    what + " " + KeyText.names(target, reference.referencedColumns())
                            + ". There must be as many columns on both sides");
        }
        Pair pair = Pair.of(reference, target);
        if (pair == null) {
            throw new GrismException(
                    ErrorCode.INVALID_STATEMENT,
                    what + " " + KeyText.names(target, reference.referencedColumns())
                            + ", which is no key. Only a PRIMARY KEY or UNIQUE columns can be referenced");
        }
        for (int i = 0; i < pair.columns().size(); i++) {
            Field from = definition.schema().getFields().get(pair.columns().get(i));
            Field to = target.schema().getFields().get(pair.key().get(i));
            boolean integers = pair.key().size() == 1 && isWhole(from) && isWhole(to);
            if (!from.getType().equals(to.getType()) && !integers) {
                throw new GrismException(
                        ErrorCode.TYPE_MISMATCH,
                        what + ": column " + from.getName() + " is "
                                + definition.sqlTypes().get(pair.columns().get(i)) + ", but " + to.getName() + " is "
                                + target.sqlTypes().get(pair.key().get(i)));
            }
        }
    }

    private static boolean isWhole(Field field) {
        return switch (TypeKind.of(field)) {
            case TINYINT, SMALLINT, INTEGER, BIGINT -> true;
            default -> false;
        };
    }

    /** Every row from {@code from} on must find what it references. */
    void checkRange(String verb, PagedTable table, long from) {
        for (ForeignKey reference : table.definition().foreignKeys()) {
            Pair pair = pair(reference);
            PagedKeyIndex index = target(reference).index(pair.key());
            long[] found = new long[CHUNK];
            for (long at = from; at < table.rowCount(); at += CHUNK) {
                int count = (int) Math.min(CHUNK, table.rowCount() - at);
                long start = at;
                List<Column> keys = pair.columns().stream()
                        .map(column -> table.rows().range(column, start, count))
                        .toList();
                index.lookup(keys, count, found);
                for (int i = 0; i < count; i++) {
                    if (found[i] < 0 && hasNoNull(keys, i)) {
                        throw dangling(verb, table, reference, pair, at + i);
                    }
                }
            }
        }
    }

    /** The rows must find what they reference through the changed columns. */
    void checkRows(String verb, PagedTable table, long[] rows, List<Integer> changed) {
        for (ForeignKey reference : table.definition().foreignKeys()) {
            if (reference.columns().stream().noneMatch(changed::contains)) {
                continue;
            }
            Pair pair = pair(reference);
            long[] found = new long[rows.length];
            List<Column> keys = gather(table.rows(), pair.columns(), rows);
            target(reference).index(pair.key()).lookup(keys, rows.length, found);
            for (int i = 0; i < rows.length; i++) {
                if (found[i] < 0 && hasNoNull(keys, i)) {
                    throw dangling(verb, table, reference, pair, rows[i]);
                }
            }
        }
    }

    private static GrismException dangling(String verb, PagedTable table, ForeignKey reference, Pair pair, long row) {
        return new GrismException(
                ErrorCode.FOREIGN_KEY_VIOLATION,
                "Cannot " + verb + " " + table.definition().name() + ": no row of " + reference.references()
                        + " has the key that " + KeyText.of(table.rows(), pair.columns(), row) + " references");
    }

    /**
     * No row may reference a key that is gone.
     *
     * @param rows the rows of {@code before} that were deleted or updated
     * @param changed the columns updated, or null when the rows were deleted
     */
    void checkVanished(String verb, PagedTable before, PagedTable after, long[] rows, @Nullable List<Integer> changed) {
        ObjectName name = before.definition().name();
        for (PagedTable other : tables.values()) {
            for (ForeignKey reference : other.definition().foreignKeys()) {
                if (reference.references().equals(name)
                        && (changed == null
                                || reference.referencedColumns().stream().anyMatch(changed::contains))) {
                    checkVanished(verb, before, after, rows, other, pair(reference));
                }
            }
        }
    }

    private static void checkVanished(
            String verb, PagedTable before, PagedTable after, long[] rows, PagedTable other, Pair pair) {
        List<Column> old = gather(before.rows(), pair.key(), rows);
        long[] found = new long[rows.length];
        after.index(pair.key()).lookup(old, rows.length, found);
        int[] gone = new int[rows.length];
        int goneCount = 0;
        for (int i = 0; i < rows.length; i++) {
            if (found[i] < 0 && hasNoNull(old, i)) {
                gone[goneCount++] = i;
            }
        }
        if (goneCount == 0) {
            return;
        }
        PagedRows keys = select(before.rows(), pair.key(), old, gone, goneCount);
        List<Integer> ordinals =
                java.util.stream.IntStream.range(0, old.size()).boxed().toList();
        PagedKeyIndex index = PagedKeyIndex.create(keys, ordinals);
        long[] hits = new long[CHUNK];
        for (long at = 0; at < other.rowCount(); at += CHUNK) {
            int count = (int) Math.min(CHUNK, other.rowCount() - at);
            long start = at;
            index.lookup(
                    pair.columns().stream()
                            .map(column -> other.rows().range(column, start, count))
                            .toList(),
                    count,
                    hits);
            for (int i = 0; i < count; i++) {
                if (hits[i] >= 0) {
                    throw new GrismException(
                            ErrorCode.FOREIGN_KEY_VIOLATION,
                            "Cannot " + verb + " " + before.definition().name() + ": the row with "
                                    + KeyText.of(keys, ordinals, hits[i]) + " is referenced by "
                                    + other.definition().name() + " "
                                    + KeyText.of(other.rows(), pair.columns(), at + i)
                                    + ". Delete or change that row first");
                }
            }
        }
    }

    private static PagedRows select(
            PagedRows source, List<Integer> columns, List<Column> values, int[] rows, int count) {
        Schema schema = new Schema(columns.stream().map(source::field).toList());
        PagedAppender appender = new PagedAppender(schema);
        appender.append(Segment.of(values.get(0).size(), values), rows, count);
        return appender.finish();
    }

    private static List<Column> gather(PagedRows rows, List<Integer> columns, long[] positions) {
        List<Column> result = new ArrayList<>();
        for (int column : columns) {
            result.add(rows.gather(column, positions, 0, positions.length));
        }
        return result;
    }

    private static boolean hasNoNull(List<Column> keys, int row) {
        for (Column key : keys) {
            if (key.isNull(row)) {
                return false;
            }
        }
        return true;
    }

    private PagedTable target(ForeignKey reference) {
        PagedTable target = tables.get(reference.references());
        if (target == null) {
            throw new GrismException(
                    ErrorCode.INTERNAL, "Cannot check a foreign key: table " + reference.references() + " is gone");
        }
        return target;
    }

    private Pair pair(ForeignKey reference) {
        Pair pair = Pair.of(reference, target(reference).definition());
        if (pair == null) {
            throw new GrismException(
                    ErrorCode.INTERNAL, "Cannot check a foreign key: " + reference.references() + " has lost its key");
        }
        return pair;
    }
}
