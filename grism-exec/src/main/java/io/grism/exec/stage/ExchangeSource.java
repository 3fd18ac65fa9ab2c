package io.grism.exec.stage;

import io.grism.exec.column.RowBuffer;
import io.grism.exec.operator.MergeOperator;
import io.grism.exec.operator.SharedSource;
import io.grism.exec.operator.SortKey;
import io.grism.exec.operator.Source;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;

/** Makes sources of what has been sent to a partition. */
public final class ExchangeSource {
    private ExchangeSource() {}

    /**
     * The rows that all senders have sent.
     *
     * @param runs what each has sent, in the order of the senders
     * @param order in which each has sent its rows, and in which they are merged; empty for none
     */
    public static Source of(Schema schema, List<List<RowBuffer>> runs, List<SortKey> order) {
        return order.isEmpty()
                ? new ChunkSource(runs)
                : new SharedSource(context -> new MergeOperator(schema, runs, order, context), 1);
    }
}
