package io.grism.exec.graph;

import io.grism.exec.batch.Batch;
import io.grism.exec.operator.Operator;
import io.grism.exec.operator.OperatorContext;
import io.grism.exec.operator.Share;
import io.grism.exec.operator.Source;
import io.grism.exec.storage.Snapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ids of all vertices of some vertex tables, as one BIGINT column named as given: those that the share's partition owns. */
public final class NodeScanSource implements Source {
    private final ElementMorsels morsels;
    private final String column;

    public NodeScanSource(
            GraphTables graph, Snapshot snapshot, List<Integer> vertexTables, String column, Share share) {
        GraphIndex index = new GraphIndex(graph, snapshot);
        this.morsels = new ElementMorsels(index, vertexTables, share);
        this.column = column;
    }

    @Override
    public Operator open(OperatorContext context) {
        return new NodeScan(context);
    }

    @Override
    public int parallelism() {
        return morsels.count();
    }

    private final class NodeScan implements Operator {
        private final OperatorContext context;
        private final IdColumn ids = new IdColumn(column);
        private ElementMorsels.@Nullable Morsel morsel;
        private int done;

        NodeScan(OperatorContext context) {
            this.context = context;
        }

        @Override
        public @Nullable Batch next() {
            context.checkCancelled();
            if (morsel == null || done == morsel.count()) {
                morsel = morsels.next();
                done = 0;
                if (morsel == null) {
                    return null;
                }
            }
            int count = Math.min(context.batchRows(), morsel.count() - done);
            long[] values = ids.values(count);
            morsel.fill(done, count, values);
            done += count;
            return new Batch(count, ids.toVector(count, context.allocator()));
        }

        @Override
        public void close() {}
    }
}
