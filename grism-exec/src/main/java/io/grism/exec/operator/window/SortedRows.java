package io.grism.exec.operator.window;

import io.grism.exec.column.Column;
import io.grism.exec.column.RowBuffer;
import io.grism.exec.operator.SortKey;
import io.grism.exec.operator.aggregate.RowSorter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a bucket sorted for one window. A place is an index into that order; partitions and peers (rows equal in the window's order) are runs of places.
 */
final class SortedRows {
    private final int[] order;
    private final int[] partitionOf;
    private final int[] peerOf;
    private final int[] partitionStarts;
    private final int[] peerStarts;
    private int @Nullable [] inverse;

    SortedRows(RowBuffer rows, WindowSpec spec) {
        int n = rows.size();
        order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        RowSorter partitions = sorter(rows, keys(spec.partitionKeys()));
        List<SortKey> peerKeys = keys(spec.partitionKeys());
        peerKeys.addAll(spec.order());
        RowSorter peers = sorter(rows, peerKeys);
        List<SortKey> all = new ArrayList<>(peerKeys);
        if (spec.seesOrderOfPeers()) {
            for (int column = 0; column < rows.columnCount(); column++) {
                all.add(new SortKey(column, false, false));
            }
        }
        sorter(rows, all).sort(order, 0, n);

        partitionOf = new int[n];
        peerOf = new int[n];
        int partition = 0;
        int peer = 0;
        for (int i = 1; i < n; i++) {
            if (partitions.compare(order[i - 1], order[i]) != 0) {
                partition++;
                peer++;
            } else if (peers.compare(order[i - 1], order[i]) != 0) {
                peer++;
            }
            partitionOf[i] = partition;
            peerOf[i] = peer;
        }
        partitionStarts = starts(partitionOf);
        peerStarts = starts(peerOf);
    }

    private static List<SortKey> keys(List<Integer> columns) {
        List<SortKey> keys = new ArrayList<>();
        columns.forEach(column -> keys.add(new SortKey(column, false, false)));
        return keys;
    }

    private static RowSorter sorter(RowBuffer rows, List<SortKey> keys) {
        List<Column> columns =
                keys.stream().map(key -> rows.column(key.column())).toList();
        return new RowSorter(columns, keys);
    }

    private static int[] starts(int[] runOf) {
        int runs = runOf.length == 0 ? 0 : runOf[runOf.length - 1] + 1;
        int[] starts = new int[runs + 1];
        for (int i = 1; i < runOf.length; i++) {
            if (runOf[i] != runOf[i - 1]) {
                starts[runOf[i]] = i;
            }
        }
        starts[runs] = runOf.length;
        return starts;
    }

    int size() {
        return order.length;
    }

    /** The row at each place. */
    int[] order() {
        return order;
    }

    /** The place of each row. */
    int[] inverse() {
        int[] places = inverse;
        if (places == null) {
            places = new int[order.length];
            for (int i = 0; i < order.length; i++) {
                places[order[i]] = i;
            }
            inverse = places;
        }
        return places;
    }

    int partitionCount() {
        return partitionStarts.length - 1;
    }

    int partition(int place) {
        return partitionOf[place];
    }

    int partitionStart(int place) {
        return partitionStarts[partitionOf[place]];
    }

    int partitionEnd(int place) {
        return partitionStarts[partitionOf[place] + 1];
    }

    int peer(int place) {
        return peerOf[place];
    }

    /** The first place of a run of peers; the number of runs gives the number of places. */
    int peerRunStart(int peer) {
        return peerStarts[peer];
    }

    int peerStart(int place) {
        return peerStarts[peerOf[place]];
    }

    int peerEnd(int place) {
        return peerStarts[peerOf[place] + 1];
    }
}
