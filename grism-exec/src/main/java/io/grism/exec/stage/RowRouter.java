package io.grism.exec.stage;

import io.grism.exec.batch.Batch;
import io.grism.exec.column.Raw;
import io.grism.exec.graph.ElementOwner;
import io.grism.exec.plan.Partitioning;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Says to which of several partitions each row of a batch goes. Single-threaded. */
interface RowRouter {
    /** Sets {@code targets[0..rowCount)}. */
    void route(Batch batch, int[] targets);

    /** A router, or null where rows are not told apart as they come. */
    static @Nullable RowRouter of(Partitioning partitioning, int receivers) {
        if (partitioning instanceof Partitioning.Hash hash) {
            PartitionHash keys = new PartitionHash(hash.columns());
            return (batch, targets) -> keys.partition(batch, receivers, targets);
        } else if (partitioning instanceof Partitioning.Owner owner) {
            return new Owners(owner.column(), receivers);
        }
        return null;
    }

    /** By the owners of elements; where there is no element, the first. */
    final class Owners implements RowRouter {
        private final int column;
        private final int receivers;
        private long[] ids = new long[0];

        Owners(int column, int receivers) {
            this.column = column;
            this.receivers = receivers;
        }

        @Override
        public void route(Batch batch, int[] targets) {
            int rows = batch.rowCount();
            ids = ids.length < rows ? new long[rows] : ids;
            FieldVector vector = batch.column(column);
            Raw.read(vector.getDataBufferAddress(), ids, 0, rows);
            boolean valid = Raw.allValid(vector);
            for (int i = 0; i < rows; i++) {
                targets[i] = valid || !vector.isNull(i) ? ElementOwner.of(ids[i], receivers) : 0;
            }
        }
    }
}
