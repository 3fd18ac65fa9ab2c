package io.grism.exec.remote;

import io.grism.exec.codec.RowBlock;
import io.grism.exec.codec.RowBlockWriter;
import io.grism.exec.column.RowBuffer;
import io.grism.exec.operator.SortKey;
import io.grism.exec.plan.Partitioning;
import io.grism.exec.remote.Requests.Sample;
import io.grism.exec.stage.ExecutionStage;
import io.grism.exec.stage.RangeBorders;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/** How the borders of ranges are found: each partition gives a sample of its rows, the driver chooses the borders, and each partition spreads its rows by them. */
final class RangeSplit {
    private RangeSplit() {}

    /** The sample of the rows of a partition. */
    static Sample sample(ExecutionStage stage, List<RowBuffer> rows, int receivers, BufferAllocator allocator) {
        Schema schema = stage.plan().schema();
        long count = rows.stream().mapToLong(RowBuffer::size).sum();
        return new Sample(count, block(RangeBorders.sample(rows, schema, receivers), allocator));
    }

    /**
     * The borders for {@link Requests.Spread}.
     *
     * @param samples of all partitions of the stage, in their order
     * @param receivers partitions of the stage that reads the rows
     */
    static byte[] borders(ExecutionStage stage, List<Sample> samples, int receivers, BufferAllocator allocator) {
        Schema schema = stage.plan().schema();
        List<RowBuffer> rows = samples.stream()
                .map(sample -> rows(sample.block(), schema, allocator))
                .toList();
        long[] sizes = samples.stream().mapToLong(Sample::rows).toArray();
        return block(RangeBorders.borders(rows, sizes, schema, keys(stage), receivers), allocator);
    }

    static RangeBorders read(ExecutionStage stage, byte[] borders, BufferAllocator allocator) {
        return RangeBorders.of(rows(borders, stage.plan().schema(), allocator), keys(stage));
    }

    private static List<SortKey> keys(ExecutionStage stage) {
        if (stage.output() instanceof Partitioning.Range range) {
            return range.keys();
        }
        throw new IllegalArgumentException("no ranges: " + stage.output());
    }

    private static byte[] block(RowBuffer rows, BufferAllocator allocator) {
        RowBlockWriter writer = new RowBlockWriter(0, 0);
        writer.add(0, rows, 0, rows.size(), allocator);
        return writer.finish();
    }

    private static RowBuffer rows(byte[] block, Schema schema, BufferAllocator allocator) {
        RowBuffer rows = new RowBuffer(schema);
        RowBlock.of(ByteBuffer.wrap(block)).read(0, schema, allocator, rows::append);
        return rows;
    }
}
