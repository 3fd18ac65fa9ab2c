package io.grism.exec.graph;

import io.grism.exec.operator.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The rows of some element tables, cut into parts that drivers take one after the other. Thread-safe. */
final class ElementMorsels {
    private static final int MORSEL_ROWS = 1 << 10;

    private final List<Morsel> morsels = new ArrayList<>();
    private final AtomicInteger taken = new AtomicInteger();

    /** Rows of one table: those owned that have the numbers from {@code first} on. */
    record Morsel(int table, OwnedRows rows, int first, int count) {
        /** Sets {@code into[0..size)} to the ids of the rows of this part from {@code start} on. */
        void fill(int start, int size, long[] into) {
            rows.fill(first + start, size, GraphTables.elementId(table, 0), into);
        }

        /** The position in the table of a row of this part. */
        int row(int index) {
            return rows.row(first + index);
        }
    }

    /** {@code tables} are numbers of vertex tables and edge tables; only rows that the share's partition owns are read. */
    ElementMorsels(GraphIndex index, List<Integer> tables, Share share) {
        for (int ordinal : tables) {
            OwnedRows rows = OwnedRows.of(ordinal, EdgeEnds.rowCount(index.element(ordinal)), share);
            for (int first = 0; first < rows.count(); first += MORSEL_ROWS) {
                morsels.add(new Morsel(ordinal, rows, first, Math.min(MORSEL_ROWS, rows.count() - first)));
            }
        }
    }

    int count() {
        return Math.max(1, morsels.size());
    }

    @Nullable
    Morsel next() {
        int at = taken.getAndIncrement();
        return at < morsels.size() ? morsels.get(at) : null;
    }
}
