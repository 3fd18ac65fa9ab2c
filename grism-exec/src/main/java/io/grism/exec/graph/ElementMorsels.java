package io.grism.exec.graph;

import io.grism.exec.storage.TableSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The rows of some element tables, cut into parts that drivers take one after the other. Thread-safe. */
final class ElementMorsels {
    private static final int MORSEL_ROWS = 1 << 10;

    private final List<Morsel> morsels = new ArrayList<>();
    private final AtomicInteger taken = new AtomicInteger();

    /** Rows of one table. */
    record Morsel(int table, int firstRow, int count) {}

    /** {@code tables} are numbers of vertex tables and edge tables. */
    ElementMorsels(GraphIndex index, List<Integer> tables) {
        for (int ordinal : tables) {
            TableSnapshot table = index.element(ordinal);
            int rows = EdgeEnds.rowCount(table);
            for (int first = 0; first < rows; first += MORSEL_ROWS) {
                morsels.add(new Morsel(ordinal, first, Math.min(MORSEL_ROWS, rows - first)));
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
