package io.grism.exec.remote;

import io.grism.exec.codec.PlanCodec;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.error.SourcePosition;
import io.grism.exec.remote.Frame.Kind;
import io.grism.exec.stage.ExecutionStage;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.StoredTable;
import io.grism.exec.storage.TableDefinition;
import io.grism.exec.task.NodeMetrics;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a driver tells an executor and what that answers: frames with a record in the body, or with rows ({@link io.grism.exec.codec.RowBlock}).
 *
 * <p>A query on one executor: {@link Open}; {@link Table} for each block of each table that is missing; then for each partition of a stage {@link Feed} for each block that has rows for it, {@link Run}, {@link Spread} if it asks
 * for it, {@link Take} for each block; for a partition of the last stage {@link Feed}, {@link Stream} and {@link Next} until the end; {@link Forget} when the reader of a stage has ended; {@link Close}.
 */
final class Requests {
    /** The receiver of rows that all partitions of the next stage read. */
    static final int ALL = -1;

    private Requests() {}

    /** What a driver tells an executor. Each is answered by {@link Done}, unless it says otherwise, or by an error. */
    sealed interface Request {}

    /**
     * A query begins. Answered by {@link Opened}. A query is known by a name that no other one has, of any driver.
     *
     * @param stages all of them, in the order of their ids
     * @param partitions of a partitioned stage
     * @param timeZone the id of the session's
     * @param memory bytes that the query may hold on this executor: once in batches, once between them
     * @param threads that a task may use
     * @param batchSeed as in {@link io.grism.exec.local.QueryContext#batchSeed()}
     * @param metrics whether {@link Ran#metrics()} are wanted
     * @param tables all that the plan reads
     */
    record Open(
            String query,
            List<ExecutionStage> stages,
            int partitions,
            List<@Nullable Object> parameters,
            long statementTime,
            String timeZone,
            String user,
            int batchRows,
            long memory,
            int threads,
            @Nullable Long batchSeed,
            boolean metrics,
            List<TableRef> tables)
            implements Request {}

    /**
     * A version of a table that a query reads.
     *
     * @param key names its rows: no other rows have the key, in whatever database
     * @param stored where it lies, or null; an executor that finds it there does not miss it
     * @param names under which the plan reads it: more than one when it is the same in several versions of the database
     */
    record TableRef(
            String key,
            TableDefinition definition,
            long rowCount,
            @Nullable StoredTable stored,
            List<ObjectName> names) {
        /** A table under its own name. */
        TableRef(String key, TableDefinition definition, long rowCount, @Nullable StoredTable stored) {
            this(key, definition, rowCount, stored, List.of(definition.name()));
        }
    }

    /**
     * Rows of a table follow as a block, in the order of their positions; see {@link TableBlocks}.
     *
     * @param number of the block, from 0; 0 begins anew
     */
    record Table(String query, String key, int number, boolean isLast) implements Request {}

    /**
     * Rows that a partition of a stage has sent follow as a block. Those of another attempt of the same sender are dropped; the same block may come twice.
     *
     * @param stage that sent them
     * @param sender its partition
     * @param attempt of the sender
     * @param number of the block
     * @param receivers for which they are to be taken out of the block: partitions of the reading stage, or only {@link #ALL} from a stage whose output is Broadcast
     */
    record Feed(String query, int stage, int sender, int attempt, int number, List<Integer> receivers)
            implements Request {}

    /**
     * Runs a task to its end. What an earlier attempt of it has left is dropped. When it is done, what was fed to it, but not to {@link #ALL}, is dropped too: to run again it must be fed again. Answered by {@link Ran}.
     *
     * @param fed how many rows it must have been fed, by stage that it reads; otherwise the answer is an error
     */
    record Run(String query, int stage, int partition, int attempt, List<Fed> fed) implements Request {}

    /** Rows that a partition has been fed with, or all partitions, from one stage. */
    record Fed(int stage, long rows) {}

    /**
     * Spreads the rows of a {@link Run} whose answer is a sample over the ranges. Answered by {@link Ran}.
     *
     * @param borders from {@link RangeSplit}, the same for all partitions and attempts of the stage
     */
    record Spread(String query, int stage, int partition, byte[] borders) implements Request {}

    /** Takes a block of rows away. Answered by the block: it can be fed as it is; when it is an error, so is the answer of {@link Feed}. */
    record Take(String query, int stage, int partition, int number) implements Request {}

    /** Begins a task of the last stage; its rows are asked for by {@link Next}. One such task at a time: another one ends it. */
    record Stream(String query, int stage, int partition, int attempt, List<Fed> fed) implements Request {}

    /** Answered by rows, for receiver 0, or at the end by END with {@link Ran}, whose blocks are empty. After the end the answer is the end again. */
    record Next(String query, int stage, int partition) implements Request {}

    /** Drops what was fed from a stage, to {@link #ALL} too, and what has not been taken of its rows: its reader has ended. */
    record Forget(String query, int stage) implements Request {}

    /** A control call: makes what the query does stop soon; its calls are then answered by an error, CANCELLED. */
    record Cancel(String query) implements Request {}

    /** Drops all of a query, if it is known. As a control call it stops the query only, and the same must follow as a call. */
    record Close(String query) implements Request {}

    /** A control call, also before any query; or a call like others, whose answer says that those before it have ended. Answered by {@link Status}. */
    record Ping() implements Request {}

    /** Nothing to say. */
    record Done() {}

    /** The keys of the tables whose rows are missing here. They come to stay: beyond the query, until others need the room. */
    record Opened(List<String> missing) {}

    /**
     * A task has run.
     *
     * @param rows in all
     * @param blocks in order; their place is their number
     * @param sample when the rows are yet to be spread over ranges: what {@link RangeSplit} wants of this partition
     * @param metrics of the nodes of the stage's plan; empty unless wanted
     */
    record Ran(long rows, List<BlockInfo> blocks, @Nullable Sample sample, List<NodeCount> metrics) {}

    /**
     * A block.
     *
     * @param bytes about
     * @param receivers ascending, each with rows
     */
    record BlockInfo(long bytes, List<ReceiverRows> receivers) {}

    /** Rows in a block for a partition of the reading stage, or for {@link #ALL}. */
    record ReceiverRows(int receiver, long rows) {}

    /** Some of the rows of a partition, as a block for receiver 0, evenly out of all of them. */
    record Sample(long rows, byte[] block) {}

    /** What a node has done in one task. */
    record NodeCount(int node, NodeMetrics metrics) {}

    /**
     * What an executor does now.
     *
     * @param query null for nothing
     * @param rows made by the running task so far
     * @param bytes of them
     * @param memory bytes held for all queries and tables
     */
    record Status(@Nullable String query, int stage, int partition, long rows, long bytes, long memory) {}

    /**
     * An error.
     *
     * @param code the name of an {@link ErrorCode}
     * @param detail more for the log, such as a stack trace
     */
    record Failure(String code, String message, @Nullable SourcePosition position, String detail) {}

    /** The frame of a request. */
    static byte[] bytes(Request request) {
        return Frame.of(kind(request), PlanCodec.write((Record) request)).toBytes();
    }

    private static Kind kind(Request request) {
        return Kind.valueOf(request.getClass().getSimpleName().toUpperCase(Locale.ROOT));
    }

    /** The request in a frame. */
    static Request read(byte[] bytes) {
        Frame frame = Frame.read(ByteBuffer.wrap(bytes));
        return (Request) PlanCodec.read(frame.body(), type(frame.kind()));
    }

    private static Class<? extends Record> type(Kind kind) {
        return switch (kind) {
            case OPEN -> Open.class;
            case TABLE -> Table.class;
            case FEED -> Feed.class;
            case RUN -> Run.class;
            case SPREAD -> Spread.class;
            case TAKE -> Take.class;
            case STREAM -> Stream.class;
            case NEXT -> Next.class;
            case FORGET -> Forget.class;
            case CANCEL -> Cancel.class;
            case CLOSE -> Close.class;
            case PING -> Ping.class;
            case DONE, ROWS, END, ERROR -> throw new IllegalArgumentException(kind + " is no request");
        };
    }

    /** The frame of an answer that is not rows. */
    static byte[] done(Record answer) {
        return Frame.of(Kind.DONE, PlanCodec.write(answer)).toBytes();
    }

    /** The frame of the end of rows. */
    static byte[] end(Ran answer) {
        return Frame.of(Kind.END, PlanCodec.write(answer)).toBytes();
    }

    /** The frame of an error. */
    static byte[] error(GrismException error, String detail) {
        Failure failure =
                new Failure(error.code().name(), String.valueOf(error.getMessage()), error.position(), detail);
        return Frame.of(Kind.ERROR, PlanCodec.write(failure)).toBytes();
    }

    /**
     * The answer in a frame, which is of this type; END is read like DONE.
     *
     * @throws GrismException the error that the answer is instead
     */
    static <T extends Record> T answer(byte[] bytes, Class<T> type) {
        Frame frame = Frame.read(ByteBuffer.wrap(bytes));
        check(frame);
        if (frame.kind() != Kind.DONE && frame.kind() != Kind.END) {
            throw new GrismException(ErrorCode.INTERNAL, "Cannot read the answer of an executor: " + frame.kind());
        }
        return PlanCodec.read(frame.body(), type);
    }

    /**
     * The rows in a frame, a view of the bytes, or null at their end.
     *
     * @throws GrismException the error that the answer is instead
     */
    static @Nullable ByteBuffer rows(ByteBuffer bytes) {
        Frame frame = Frame.read(bytes);
        check(frame);
        if (frame.kind() == Kind.END) {
            return null;
        }
        if (frame.kind() != Kind.ROWS) {
            throw new GrismException(ErrorCode.INTERNAL, "Cannot read rows: " + frame.kind());
        }
        return frame.body();
    }

    private static void check(Frame frame) {
        if (frame.kind() == Kind.ERROR) {
            Failure failure = PlanCodec.read(frame.body(), Failure.class);
            throw new GrismException(
                    ErrorCode.valueOf(failure.code()),
                    failure.message(),
                    failure.position(),
                    failure.detail().isEmpty()
                            ? null
                            : new IllegalStateException("in the executor: " + failure.detail()));
        }
    }
}
