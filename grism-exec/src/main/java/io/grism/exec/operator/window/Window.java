package io.grism.exec.operator.window;

import io.grism.exec.column.RowBuffer;
import io.grism.exec.operator.Operator;
import io.grism.exec.operator.OperatorContext;
import io.grism.exec.operator.Sink;
import io.grism.exec.operator.SourceBreaker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Window functions, as {@link io.grism.exec.plan.PlanNode.WindowNode} says. Drivers spread their rows over buckets by the hash of the partition keys that all windows share; each bucket is
 * then computed by one reader. Rows that are equal in a window's order are ordered by all of their columns, so that results do not depend on the number of drivers.
 */
public final class Window implements SourceBreaker {
    static final String NAME = "Window";
    private static final int BUCKETS = 16;

    private final Schema input;
    private final List<WindowSpec> windows;
    private final int[] bucketKeys;
    private final List<WindowSink> finished = new ArrayList<>();
    private final Queue<Integer> buckets = new ArrayDeque<>();

    public Window(Schema input, List<WindowSpec> windows) {
        this.input = input;
        this.windows = List.copyOf(windows);
        Set<Integer> shared = new LinkedHashSet<>(windows.get(0).partitionKeys());
        windows.forEach(window -> shared.retainAll(window.partitionKeys()));
        bucketKeys = shared.stream().mapToInt(Integer::intValue).toArray();
    }

    Schema input() {
        return input;
    }

    List<WindowSpec> windows() {
        return windows;
    }

    /** The input columns whose values choose a row's bucket. */
    int[] bucketKeys() {
        return bucketKeys;
    }

    /** A power of two. */
    int bucketCount() {
        return bucketKeys.length == 0 ? 1 : BUCKETS;
    }

    @Override
    public Sink sink(OperatorContext context) {
        return new WindowSink(this, context);
    }

    synchronized void finished(WindowSink sink) {
        finished.add(sink);
    }

    @Override
    public synchronized void complete(OperatorContext context) {
        for (int bucket = 0; bucket < bucketCount(); bucket++) {
            int rows = 0;
            for (WindowSink sink : finished) {
                rows = Math.addExact(rows, sink.bucket(bucket).size());
            }
            if (rows > 0) {
                buckets.add(bucket);
            }
        }
    }

    /** The drivers' rows of the next bucket, or null when all are taken. */
    synchronized @Nullable List<RowBuffer> nextBucket() {
        Integer bucket = buckets.poll();
        return bucket == null
                ? null
                : finished.stream().map(sink -> sink.bucket(bucket)).toList();
    }

    @Override
    public Operator open(OperatorContext context) {
        return new WindowReader(this, context);
    }

    @Override
    public synchronized int parallelism() {
        return Math.max(1, buckets.size());
    }

    @Override
    public synchronized void close() {
        buckets.clear();
        for (WindowSink sink : finished) {
            sink.release();
        }
        finished.clear();
    }
}
