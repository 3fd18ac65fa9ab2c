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

    /** The router of one sending partition, or null where rows are not told apart as they come. */
    static @Nullable RowRouter of(Partitioning partitioning, int sender, int receivers) {
        if (partitioning instanceof Partitioning.Hash hash) {
            PartitionHash keys = new PartitionHash(hash.columns());
            return (batch, targets) -> keys.partition(batch, receivers, targets);
        } else if (partitioning instanceof Partitioning.Owner owner) {
            return new Owners(owner.column(), receivers);
        } else if (partitioning instanceof Partitioning.RoundRobin) {
            return new Turns(sender % receivers, receivers);
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

    /** In turns, so that each sender begins with another one. */
    final class Turns implements RowRouter {
        private final int receivers;
        private int next;

        Turns(int first, int receivers) {
            this.next = first;
            this.receivers = receivers;
        }

        @Override
        public void route(Batch batch, int[] targets) {
            for (int i = 0; i < batch.rowCount(); i++) {
                targets[i] = next;
                next = next + 1 == receivers ? 0 : next + 1;
            }
        }
    }
}
