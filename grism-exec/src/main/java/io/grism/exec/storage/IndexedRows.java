package io.grism.exec.storage;

import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import io.grism.exec.expr.EvaluationContext;
import io.grism.exec.expr.Expression;
import io.grism.exec.storage.index.IndexKind;
import io.grism.exec.storage.index.IndexSearch;
import io.grism.exec.storage.index.IndexUse;
import io.grism.exec.storage.index.PageIndex;
import io.grism.exec.storage.index.Wanted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Looks rows of a table up where that is cheaper than to read the pages which page statistics leave. Pages without an index get one first. The indexes of
 * stored pages come from their files, and go, as the cache has room; when it has none for those that are needed, the table is read instead. Single-threaded.
 */
final class IndexedRows {
    /** To fetch a row by its position costs as much as to read so many one after the other. */
    private static final long FETCH = 16;

    /** To make the index of a page costs as much as to read so many pages. */
    private static final long MAKE = 16;

    /** So few rows are read as fast as a key that has to be indexed first would be. */
    private static final long FEW_ROWS = 2L * PagedRows.PAGE_ROWS;

    private static final long[] NONE = {};

    private final PagedTable table;
    private final PagedRows rows;
    private final IndexUse index;
    private final List<Split> splits;

    /** {@code splits} are ascending. */
    IndexedRows(PagedTable table, IndexUse index, List<Split> splits) {
        this.table = table;
        this.rows = table.rows();
        this.index = index;
        this.splits = splits;
    }

    /** See {@link TableSnapshot#candidates}. */
    long @Nullable [] find(Expression predicate, List<Integer> columns, EvaluationContext context) {
        List<Wanted> wanted = new ArrayList<>();
        for (int column : index.columns()) {
            IndexSearch search = IndexSearch.of(predicate, columns.indexOf(column), rows.field(column), index.kind());
            if (search == null) {
                return null;
            }
            Wanted values = search.bind(context);
            if (values.isNothing()) {
                return NONE;
            }
            wanted.add(values);
        }
        List<Integer> segments = segments(new PageFilter(predicate, columns, context));
        long toRead = 0;
        for (int segment : segments) {
            toRead += rows.segment(segment).rowCount();
        }
        if (index.kind() == IndexKind.KEY) {
            return table.knownIndex(index.columns()) == null && toRead <= FEW_ROWS ? null : byKey(wanted);
        }
        return index.kind() == IndexKind.FTS && wanted.get(0).tokens().isEmpty()
                ? null
                : inPages(wanted.get(0), segments, toRead);
    }

    /** The segments with rows of the splits that may match. */
    private List<Integer> segments(PageFilter filter) {
        List<Integer> segments = new ArrayList<>();
        int split = 0;
        for (int i = 0; i < rows.segmentCount(); i++) {
            long first = rows.firstRow(i);
            long end = first + rows.segment(i).rowCount();
            while (split < splits.size() && end(splits.get(split)) <= first) {
                split++;
            }
            if (split < splits.size() && splits.get(split).firstRow() < end && filter.mayMatch(rows.segment(i))) {
                segments.add(i);
            }
        }
        return segments;
    }

    private static long end(Split split) {
        return split.firstRow() + split.rowCount();
    }

    /** Null when there are more than {@code toRead} rows are worth, or the indexes are not to be had for so much. */
    private long @Nullable [] inPages(Wanted wanted, List<Integer> segments, long toRead) {
        if (!isReady(segments, toRead)) {
            return null;
        }
        long most = toRead / FETCH;
        int[] counts = new int[segments.size()];
        long total = 0;
        for (int i = 0; i < counts.length; i++) {
            counts[i] = page(segments.get(i)).count(wanted);
            total += counts[i];
            if (total > most) {
                return null;
            }
        }
        long[] found = new long[Math.toIntExact(total)];
        int count = 0;
        int[] local = new int[Arrays.stream(counts).max().orElse(0)];
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                int size = page(segments.get(i)).find(wanted, local);
                long base = rows.firstRow(segments.get(i));
                for (int j = 0; j < size; j++) {
                    found[count++] = base + local[j];
                }
            }
        }
        return inSplits(found, count);
    }

    private PageIndex page(int segment) {
        return rows.segment(segment).page(index.columns().get(0)).index(index.kind());
    }

    /** Whether there is room for the indexes that are not in memory, and few of them had no place to stay when they were made. */
    private boolean isReady(List<Integer> segments, long toRead) {
        long missing = 0;
        long lost = 0;
        long room = Long.MAX_VALUE;
        for (int segment : segments) {
            Segment from = rows.segment(segment);
            if (from.page(index.columns().get(0)) instanceof StoredPage page) {
                StoredIndex stored = page.storedIndex(index.kind());
                missing += stored.missingBytes(from.rowCount());
                lost += stored.isLost() ? from.rowCount() : 0;
                room = page.siblings().cache().maxBytes();
            }
        }
        return missing <= room && MAKE * lost <= toRead;
    }

    /** Null when the condition does not name values for all of the key, or several rows have one of the keys. */
    private long @Nullable [] byKey(List<Wanted> wanted) {
        List<Column> keys = new ArrayList<>();
        int count = 1;
        for (int i = 0; i < wanted.size(); i++) {
            Column values = values(wanted.get(i), rows.field(index.columns().get(i)));
            if (values.size() == 0 || values.size() > 1 && wanted.size() > 1) {
                return null;
            }
            keys.add(values);
            count = values.size();
        }
        KeyIndex known = table.keyIndex(index.columns());
        if (!known.isUnique()) {
            return null;
        }
        long[] found = new long[count];
        known.lookup(keys, count, found);
        Arrays.sort(found);
        int distinct = 0;
        for (int i = 0; i < count; i++) {
            if (found[i] >= 0 && (distinct == 0 || found[i] != found[distinct - 1])) {
                found[distinct++] = found[i];
            }
        }
        return inSplits(found, distinct);
    }

    /** The values of which the condition wants one; none when it does not list them. */
    private static Column values(Wanted wanted, Field type) {
        Column values = Columns.create(type);
        List<Wanted.Range> points = new ArrayList<>();
        for (Wanted.Range range : wanted.all()) {
            if (range.low() == range.high() && range.end() == Wanted.End.EXACT) {
                points = List.of(range);
            }
        }
        List<Wanted.Range> any = wanted.any();
        if (points.isEmpty() && any != null) {
            points = any;
        }
        for (Wanted.Range point : points) {
            values.append(wanted.bounds(), point.low(), 1);
        }
        return values;
    }

    private long[] inSplits(long[] found, int count) {
        int kept = 0;
        int split = 0;
        for (int i = 0; i < count; i++) {
            while (split < splits.size() && end(splits.get(split)) <= found[i]) {
                split++;
            }
            if (split < splits.size() && splits.get(split).firstRow() <= found[i]) {
                found[kept++] = found[i];
            }
        }
        return Arrays.copyOf(found, kept);
    }
}
