package io.grism.exec.graph;

import io.grism.exec.batch.Batch;
import io.grism.exec.operator.Operator;
import io.grism.exec.operator.OperatorContext;
import io.grism.exec.operator.Share;
import io.grism.exec.operator.Source;
import io.grism.exec.storage.Snapshot;
import java.util.BitSet;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * The edges of some plain edge tables with both their ends: the edge's id, then those of its source and its destination. A row that is no edge is left out, as is
 * one that the share's partition does not own.
 */
public final class EdgeScanSource implements Source {
    private final GraphTables graph;
    private final GraphIndex index;
    private final ElementMorsels morsels;
    private final List<String> columns;

    /** {@code columns} names the output: the edge, its source, its destination. */
    public EdgeScanSource(
            GraphTables graph, Snapshot snapshot, List<Integer> edgeTables, List<String> columns, Share share) {
        this.graph = graph;
        this.index = new GraphIndex(graph, snapshot);
        this.morsels = new ElementMorsels(
                index, edgeTables.stream().map(graph::elementOfEdge).toList(), share);
        this.columns = List.copyOf(columns);
    }

    @Override
    public Operator open(OperatorContext context) {
        return new EdgeScan(context);
    }

    @Override
    public int parallelism() {
        return morsels.count();
    }

    private final class EdgeScan implements Operator {
        private final OperatorContext context;
        private final IdColumn[] ids = columns.stream().map(IdColumn::new).toArray(IdColumn[]::new);
        private ElementMorsels.@Nullable Morsel morsel;
        private int done;

        EdgeScan(OperatorContext context) {
            this.context = context;
        }

        @Override
        public @Nullable Batch next() {
            while (true) {
                context.checkCancelled();
                if (morsel == null || done == morsel.count()) {
                    morsel = morsels.next();
                    done = 0;
                    if (morsel == null) {
                        return null;
                    }
                }
                int rows = Math.min(context.batchRows(), morsel.count() - done);
                int count = fill(morsel, done, rows);
                done += rows;
                if (count > 0) {
                    return toBatch(count);
                }
            }
        }

        private int fill(ElementMorsels.Morsel from, int start, int rows) {
            int table = graph.edgeOfElement(from.table());
            EdgeEnds ends = index.ends(table, context.allocator());
            long[] edges = ids[0].values(rows);
            BitSet missing = ends.missing();
            int count = 0;
            for (int i = start; i < start + rows; i++) {
                int row = from.row(i);
                edges[count] = row;
                count += missing.get(row) ? 0 : 1;
            }
            for (int role = 0; role < ids.length - 1; role++) {
                int[] players = ends.of(role);
                int player = graph.edges().get(table).roles().get(role).player();
                long base = GraphTables.elementId(player, 0);
                long[] values = ids[role + 1].values(rows);
                for (int i = 0; i < count; i++) {
                    values[i] = base | players[(int) edges[i]];
                }
            }
            long base = GraphTables.elementId(graph.elementOfEdge(table), 0);
            for (int i = 0; i < count; i++) {
                edges[i] |= base;
            }
            return count;
        }

        private Batch toBatch(int count) {
            FieldVector[] vectors = new FieldVector[ids.length];
            for (int c = 0; c < vectors.length; c++) {
                vectors[c] = ids[c].toVector(count, context.allocator());
            }
            return new Batch(count, vectors);
        }

        @Override
        public void close() {}
    }
}
