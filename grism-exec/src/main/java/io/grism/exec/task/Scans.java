package io.grism.exec.task;

import io.grism.exec.batch.BatchStream;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.expr.Expression;
import io.grism.exec.operator.EmptyOperator;
import io.grism.exec.operator.FilterOperator;
import io.grism.exec.operator.OperatorContext;
import io.grism.exec.operator.PositionsSource;
import io.grism.exec.operator.Share;
import io.grism.exec.operator.SharedSource;
import io.grism.exec.operator.StreamOperator;
import io.grism.exec.operator.TableScanSource;
import io.grism.exec.plan.PlanNode;
import io.grism.exec.plan.PlanNode.FileScanNode;
import io.grism.exec.plan.PlanNode.TableScanNode;
import io.grism.exec.storage.FileFormat;
import io.grism.exec.storage.ScanRequest;
import io.grism.exec.storage.Split;
import io.grism.exec.storage.TableSnapshot;
import io.grism.exec.storage.TableSnapshot.Capability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** The sources that read tables and files, and how their work is cut for drivers. */
final class Scans {
    /** A table of at most so many rows is read by one driver: handing work to a thread costs more. */
    private static final long SMALL_ROWS = 8192;

    private static final long SMALL_BYTES = 1 << 20;
    private static final long MOST_SPLIT_ROWS = 1 << 16;
    private static final int SPLITS_PER_DRIVER = 8;

    private Scans() {}

    static Flow table(TableScanNode node, TaskContext task) {
        TableSnapshot table = task.snapshot().table(node.table());
        if (table == null) {
            throw new GrismException(
                    ErrorCode.UNKNOWN_TABLE,
                    "Cannot read table " + node.table() + ": it is not there. Prepare the statement again");
        }
        long[] found = candidates(node, table, task);
        if (found != null) {
            PositionsSource source = new PositionsSource(table, node.columns(), found, task.threads());
            return filtered(node, new Flow(node, source));
        }
        boolean pushed = node.predicate() != null && table.capabilities().contains(Capability.FILTER);
        ScanRequest request = new ScanRequest(node.columns(), pushed ? node.predicate() : null, task.batchRows());
        Flow flow = new Flow(node, source(table, request, task));
        return node.predicate() == null || pushed ? flow : filtered(node, flow);
    }

    private static Flow filtered(TableScanNode node, Flow flow) {
        Expression predicate = Objects.requireNonNull(node.predicate());
        return flow.inSource(
                (input, context) -> new FilterOperator(input, PipelineBuilder.predicate(predicate, context), context));
    }

    /** The positions of the rows among which those lie that the task is to read; null to look at all. */
    private static long @Nullable [] candidates(TableScanNode node, TableSnapshot table, TaskContext task) {
        if (node.index() == null || node.predicate() == null) {
            return null;
        }
        List<Split> splits = task.share().isWhole() ? List.of(new Split(0, table.rowCount())) : share(table, task);
        long[] found = table.candidates(node.index(), node.predicate(), node.columns(), task.evaluation(), splits);
        TaskMetrics metrics = task.metrics();
        if (found != null && metrics != null) {
            metrics.addCandidates(node.id(), found.length);
        }
        return found;
    }

    private static TableScanSource source(TableSnapshot table, ScanRequest request, TaskContext task) {
        long rows = table.rowCount();
        if (!task.share().isWhole()) {
            return new TableScanSource(table, request, share(table, task), rows <= SMALL_ROWS ? 1 : task.threads());
        }
        if (task.batchSeed() != null) {
            List<Split> splits = table.splits(Math.max(1, rows / (3L * task.threads())));
            return new TableScanSource(table, request, splits, task.threads());
        }
        long target = rows / ((long) task.threads() * SPLITS_PER_DRIVER);
        List<Split> splits = table.splits(Math.max(SMALL_ROWS / 2, Math.min(MOST_SPLIT_ROWS, target)));
        return new TableScanSource(table, request, splits, rows <= SMALL_ROWS ? 1 : task.threads());
    }

    /** The splits that a partition reads: cut the same in all tasks, and dealt out. */
    private static List<Split> share(TableSnapshot table, TaskContext task) {
        Share share = task.share();
        long parts = task.batchSeed() == null ? share.partitions() : 3L * share.partitions();
        long target = Math.min(MOST_SPLIT_ROWS, (table.rowCount() + parts - 1) / parts);
        List<Split> all = table.splits(Math.max(1, target));
        List<Split> own = new ArrayList<>();
        for (int i = share.partition(); i < all.size(); i += share.partitions()) {
            own.add(all.get(i));
        }
        return own;
    }

    static Flow file(FileScanNode node, TaskContext task) {
        if (!task.share().isFirst()) {
            return nothing(node);
        }
        FileFormat format = format(node.format());
        Path path = Path.of(node.path());
        return new Flow(
                node,
                new SharedSource(context -> open(node, format, path, context), isSmall(path) ? 1 : task.threads()));
    }

    /** The rows of a node that another partition reads. */
    static Flow nothing(PlanNode node) {
        return new Flow(node, new SharedSource(context -> EmptyOperator.INSTANCE, 1));
    }

    private static boolean isSmall(Path path) {
        try {
            return Files.size(path) < SMALL_BYTES;
        } catch (IOException e) {
            return true; // reading it tells what is wrong
        }
    }

    private static StreamOperator open(FileScanNode node, FileFormat format, Path path, OperatorContext context) {
        List<Field> fields =
                new ArrayList<>(format.inferSchema(path, node.options()).getFields());
        for (int i = 0; i < node.columns().size(); i++) {
            int column = node.columns().get(i);
            if (column >= fields.size()) {
                throw new GrismException(
                        ErrorCode.FILE_FORMAT_ERROR,
                        "Cannot read column " + (column + 1) + " of " + path + ": the file has " + fields.size()
                                + " columns now. Prepare the statement again");
            }
            fields.set(column, node.schema().getFields().get(i));
        }
        BatchStream stream = format.read(
                path,
                node.options(),
                new Schema(fields),
                node.columns(),
                context.allocator(),
                context.batchRows(),
                null);
        return new StreamOperator(stream, context);
    }

    private static FileFormat format(String name) {
        for (FileFormat format : ServiceLoader.load(FileFormat.class, Scans.class.getClassLoader())) {
            if (format.name().equals(name)) {
                return format;
            }
        }
        throw new GrismException(
                ErrorCode.NOT_SUPPORTED,
                "Cannot read files of format " + name + ": no reader for it is on the class path");
    }
}
