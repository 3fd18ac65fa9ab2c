package io.grism.exec.local;

import io.grism.exec.batch.Batch;
import io.grism.exec.storage.Snapshot;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TimeZone;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** All that one execution of a plan depends on besides the plan. Immutable. */
public final class QueryContext {
    private final BufferAllocator allocator;
    private final Snapshot snapshot;
    private final List<@Nullable Object> parameters;
    private final int threads;
    private final int batchRows;
    private final long memory;
    private final @Nullable Duration timeout;
    private final CancelToken cancelToken;
    private final Clock clock;
    private final TimeZone timeZone;
    private final String user;
    private final @Nullable Long batchSeed;
    private final Metrics metrics;

    /** Whether a query counts what its operators do. */
    public enum Metrics {
        OFF,
        ON
    }

    private QueryContext(Builder builder) {
        this.allocator = builder.allocator;
        this.snapshot = builder.snapshot;
        this.parameters = Collections.unmodifiableList(new ArrayList<>(builder.parameters));
        this.threads = builder.threads;
        this.batchRows = builder.batchRows;
        this.memory = builder.memory;
        this.timeout = builder.timeout;
        this.cancelToken = builder.cancelToken;
        this.clock = builder.clock;
        this.timeZone = builder.timeZone;
        this.user = builder.user;
        this.batchSeed = builder.batchSeed;
        this.metrics = builder.metrics;
    }

    /**
     * Starts a context.
     *
     * @param allocator the account of the batches that the query delivers, and the parent of its own
     * @param snapshot what the query reads; the query closes it at its end
     */
    public static Builder builder(BufferAllocator allocator, Snapshot snapshot) {
        return new Builder(allocator, snapshot);
    }

    public BufferAllocator allocator() {
        return allocator;
    }

    public Snapshot snapshot() {
        return snapshot;
    }

    /** Boxed values as {@link io.grism.exec.batch.TypeKind} names them. */
    public List<@Nullable Object> parameters() {
        return parameters;
    }

    public int threads() {
        return threads;
    }

    public int batchRows() {
        return batchRows;
    }

    /** Bytes that the query may hold: once in batches, once between them. */
    public long memory() {
        return memory;
    }

    public @Nullable Duration timeout() {
        return timeout;
    }

    public CancelToken cancelToken() {
        return cancelToken;
    }

    public Clock clock() {
        return clock;
    }

    public TimeZone timeZone() {
        return timeZone;
    }

    public String user() {
        return user;
    }

    public @Nullable Long batchSeed() {
        return batchSeed;
    }

    public Metrics metrics() {
        return metrics;
    }

    /** Collects a context; what is not said is the default. */
    public static final class Builder {
        private static final long DEFAULT_MEMORY = 1L << 30;

        private final BufferAllocator allocator;
        private final Snapshot snapshot;
        private List<@Nullable Object> parameters = List.of();
        private int threads = Runtime.getRuntime().availableProcessors();
        private int batchRows = Batch.TARGET_ROWS;
        private long memory = DEFAULT_MEMORY;
        private @Nullable Duration timeout;
        private CancelToken cancelToken = new CancelToken();
        private Clock clock = Clock.systemUTC();
        private TimeZone timeZone = TimeZone.getDefault();
        private String user = "";
        private @Nullable Long batchSeed;
        private Metrics metrics = Metrics.OFF;

        private Builder(BufferAllocator allocator, Snapshot snapshot) {
            this.allocator = allocator;
            this.snapshot = snapshot;
        }

        public Builder parameters(List<@Nullable Object> values) {
            parameters = values;
            return this;
        }

        /** Drivers of a pipeline at most; the number of processors unless said. */
        public Builder threads(int count) {
            threads = positive("threads", count);
            return this;
        }

        public Builder batchRows(int count) {
            batchRows = positive("batch rows", count);
            return this;
        }

        /** 1 GiB unless said. */
        public Builder memory(long bytes) {
            memory = bytes;
            return this;
        }

        /** None unless said. */
        public Builder timeout(@Nullable Duration duration) {
            timeout = duration;
            return this;
        }

        public Builder cancelToken(CancelToken token) {
            cancelToken = token;
            return this;
        }

        public Builder clock(Clock value) {
            clock = value;
            return this;
        }

        public Builder timeZone(TimeZone value) {
            timeZone = value;
            return this;
        }

        public Builder user(String value) {
            user = value;
            return this;
        }

        /** Cuts every source into random batches, to prove that cuts do not matter; null for none. */
        public Builder batchSeed(@Nullable Long seed) {
            batchSeed = seed;
            return this;
        }

        public Builder metrics(Metrics value) {
            metrics = value;
            return this;
        }

        public QueryContext build() {
            return new QueryContext(this);
        }

        private static int positive(String what, int count) {
            if (count < 1) {
                throw new IllegalArgumentException(what + " from 1 on, not " + count);
            }
            return count;
        }
    }
}
