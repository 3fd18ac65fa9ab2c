package io.grism.calcite.translate;

import io.grism.calcite.catalog.GrismTable;
import io.grism.calcite.catalog.TableIndex;
import io.grism.exec.expr.Expression;
import io.grism.exec.expr.Function;
import io.grism.exec.storage.ColumnStatistics;
import io.grism.exec.storage.TableDefinition;
import io.grism.exec.storage.TableSnapshot;
import io.grism.exec.storage.index.IndexKind;
import io.grism.exec.storage.index.IndexSearch;
import io.grism.exec.storage.index.IndexUse;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Which index a scan may use: the one that leaves the fewest rows, if these are few enough that fetching them one by one costs less than reading all. The scan itself has the last word, since it
 * knows the values of parameters, and counts.
 */
final class IndexChoice {
    /** A smaller table is read in a batch or two. */
    private static final long FEWEST_ROWS = 1024;

    /** Fetching a row costs what reading sixteen costs. */
    private static final double MOST = 1.0 / 16;

    /** The share of rows of which nothing is known but that the scan will count them. */
    private static final double UNKNOWN = 0.05;

    private static final double TOKENS = 0.01;

    private final TableSnapshot table;
    private final List<Integer> columns;
    private final Expression predicate;

    private IndexChoice(TableSnapshot table, List<Integer> columns, Expression predicate) {
        this.table = table;
        this.columns = columns;
        this.predicate = predicate;
    }

    /** The index to use; null for none. {@code predicate} is over {@code columns}. */
    static @Nullable IndexUse choose(GrismTable table, List<Integer> columns, Expression predicate) {
        return table.snapshot().rowCount() < FEWEST_ROWS
                ? null
                : new IndexChoice(table.snapshot(), columns, predicate).best(candidates(table));
    }

    private static List<IndexUse> candidates(GrismTable table) {
        TableDefinition definition = table.snapshot().definition();
        List<IndexUse> candidates = new ArrayList<>();
        if (!definition.primaryKey().isEmpty()) {
            candidates.add(new IndexUse("primary key", IndexKind.KEY, definition.primaryKey()));
        }
        for (List<Integer> key : definition.uniqueKeys()) {
            candidates.add(new IndexUse("unique key", IndexKind.KEY, key));
        }
        List<Field> fields = definition.schema().getFields();
        for (TableIndex index : table.indexes()) {
            for (int i = 0; i < fields.size(); i++) {
                if (fields.get(i).getName().equals(index.column())) {
                    candidates.add(new IndexUse(index.name().name(), index.kind(), List.of(i)));
                }
            }
        }
        return candidates;
    }

    private @Nullable IndexUse best(List<IndexUse> candidates) {
        IndexUse best = null;
        double least = MOST;
        for (IndexUse candidate : candidates) {
            double share = share(candidate);
            if (share < least) {
                best = candidate;
                least = share;
            }
        }
        return best;
    }

    /** The share of rows that an index leaves; 1 when it is of no use. */
    private double share(IndexUse index) {
        double share = 1;
        for (int column : index.columns()) {
            int place = columns.indexOf(column);
            Field type = table.definition().schema().getFields().get(column);
            IndexSearch search = place < 0 ? null : IndexSearch.of(predicate, place, type, index.kind());
            if (search == null) {
                return 1;
            }
            if (index.kind() == IndexKind.KEY
                    && (search.points() == 0
                            || search.points() > 1 && index.columns().size() > 1)) {
                return 1;
            }
            share *= share(search, column, index.kind());
        }
        return share;
    }

    private double share(IndexSearch search, int column, IndexKind kind) {
        if (search.isTokens()) {
            return TOKENS;
        }
        ColumnStatistics statistics = table.statistics(column);
        if (search.isNull()) {
            return statistics.nulls() / (double) table.rowCount();
        }
        if (search.points() > 0) {
            double even = search.points() / Math.max(1, statistics.distinct());
            // Few values are rarely spread evenly, and one that is rare is what such an index is made for.
            return kind == IndexKind.BITMAP ? Math.min(even, UNKNOWN) : even;
        }
        Range range = new Range(statistics.min(), statistics.max());
        search.forEachBound(range::narrow);
        return range.share();
    }

    /** Values between bounds, as if they lay evenly between the least and the greatest of the column. */
    private static final class Range {
        private final @Nullable Object min;
        private final @Nullable Object max;
        private double from;
        private double to;
        private boolean known;

        Range(@Nullable Object min, @Nullable Object max) {
            this.min = min;
            this.max = max;
            this.from = 0;
            this.to = 1;
        }

        void narrow(Function function, @Nullable Object value) {
            if (!(min instanceof Number least)
                    || !(max instanceof Number greatest)
                    || !(value instanceof Number bound)
                    || greatest.doubleValue() <= least.doubleValue()) {
                return;
            }
            double place = (bound.doubleValue() - least.doubleValue()) / (greatest.doubleValue() - least.doubleValue());
            known = true;
            if (function == Function.LESS || function == Function.LESS_OR_EQUAL) {
                to = Math.min(to, place);
            } else {
                from = Math.max(from, place);
            }
        }

        double share() {
            return known ? Math.max(0, to - from) : UNKNOWN;
        }
    }
}
