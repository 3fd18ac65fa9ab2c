package io.grism.exec.graph;

import io.grism.exec.batch.Batch;
import io.grism.exec.operator.Operator;
import io.grism.exec.operator.OperatorContext;
import io.grism.exec.operator.Share;
import io.grism.exec.operator.Source;
import io.grism.exec.storage.Snapshot;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ids of all hyperedges of some edge tables, as one BIGINT column named as given. A row that is no edge is left out, as is one that the share's partition does not own. */
public final class HyperedgeScanSource implements Source {
    private final GraphTables graph;
    private final GraphIndex index;
    private final ElementMorsels morsels;
    private final String column;

    public HyperedgeScanSource(
            GraphTables graph, Snapshot snapshot, List<Integer> edgeTables, String column, Share share) {
        this.graph = graph;
        this.index = new GraphIndex(graph, snapshot);
        this.morsels = new ElementMorsels(
                index, edgeTables.stream().map(graph::elementOfEdge).toList(), share);
        this.column = column;
    }

    @Override
    public Operator open(OperatorContext context) {
        return new HyperedgeScan(context);
    }

    @Override
    public int parallelism() {
        return morsels.count();
    }

    private final class HyperedgeScan implements Operator {
        private final OperatorContext context;
        private final IdColumn ids = new IdColumn(column);
        private ElementMorsels.@Nullable Morsel morsel;
        private int done;

        HyperedgeScan(OperatorContext context) {
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
                    return new Batch(count, ids.toVector(count, context.allocator()));
                }
            }
        }

        private int fill(ElementMorsels.Morsel from, int start, int rows) {
            BitSet missing = index.ends(graph.edgeOfElement(from.table()), context.allocator())
                    .missing();
            long[] values = ids.values(rows);
            long base = GraphTables.elementId(from.table(), 0);
            int count = 0;
            for (int i = start; i < start + rows; i++) {
                int row = from.row(i);
                values[count] = base | row;
                count += missing.get(row) ? 0 : 1;
            }
            return count;
        }

        @Override
        public void close() {}
    }
}
