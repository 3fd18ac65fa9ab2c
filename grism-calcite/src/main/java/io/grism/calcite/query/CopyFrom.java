package io.grism.calcite.query;

import io.grism.api.GrismStatement;
import io.grism.calcite.catalog.Suggestions;
import io.grism.exec.batch.BatchStream;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.RejectedRows;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.TableDefinition;
import io.grism.exec.storage.WriteTransaction;
import io.grism.parser.SqlCopy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** {@code COPY t [(columns)] FROM 'file'}: all rows of the file, or none. */
final class CopyFrom implements Command {
    private final SqlCopy statement;
    private final StatementContext context;
    private final CopyOptions options;

    CopyFrom(SqlCopy statement, StatementContext context) {
        this.statement = statement;
        this.context = context;
        this.options = new CopyOptions(statement);
        try (Snapshot snapshot = context.snapshot()) {
            targets(table(snapshot));
        }
    }

    private TableDefinition table(Snapshot snapshot) {
        return Names.table(Objects.requireNonNull(statement.table()), context, snapshot)
                .definition();
    }

    /** Ordinals of the table's columns that the file gives, in the file's order when it is read by position. */
    private List<Integer> targets(TableDefinition table) {
        return statement.columns() == null
                ? IntStream.range(0, table.sqlTypes().size()).boxed().toList()
                : Names.columns(statement.columns(), table);
    }

    @Override
    public GrismStatement.Kind kind() {
        return GrismStatement.Kind.DML;
    }

    @Override
    public Result execute(Execution execution) {
        try {
            return context.change(execution, transaction -> load(transaction, execution));
        } catch (GrismException e) {
            throw options.located(e);
        }
    }

    private Result load(WriteTransaction transaction, Execution execution) {
        TableDefinition table = table(transaction.view());
        List<String> warnings = new ArrayList<>();
        DanglingRows dangling =
                options.skipsDangling() ? new DanglingRows(table, transaction.view(), execution.allocator()) : null;
        BatchStream file = file(table, execution);
        BatchStream rows = inTableOrder(execution.ahead(file), table, execution);
        rows = new CheckedStream(dangling == null ? rows : dangling.skip(rows), execution);
        long count = transaction.append(table.name(), rows);
        if (file instanceof RejectedRows rejecting) {
            warnings.addAll(rejecting.assumptions());
        }
        if (file instanceof RejectedRows rejecting && rejecting.rejectedRows() > 0) {
            warnings.add("Skipped " + rejecting.rejectedRows() + " rows of " + statement.file()
                    + " that cannot be read. The first problems are:");
            warnings.addAll(rejecting.rejections());
        }
        if (dangling != null && dangling.skipped() > 0) {
            warnings.add("Skipped " + dangling.skipped() + " rows of " + statement.file() + " that refer to rows of "
                    + dangling.references() + " which do not exist.");
        }
        GraphIntegrity.check(transaction, List.of(table.name()), context, execution.allocator());
        return new Result(count, warnings);
    }

    private BatchStream file(TableDefinition table, Execution execution) {
        Path path = FileFormats.path(statement.file(), SqlErrors.position(statement.filePosition()));
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            throw new GrismException(
                    ErrorCode.FILE_NOT_FOUND,
                    "Cannot read file: " + statement.file() + ". "
                            + (Files.isDirectory(path) ? "It is a directory" : "There is no such file") + ".",
                    SqlErrors.position(statement.filePosition()),
                    null);
        }
        List<Integer> targets = targets(table);
        List<Field> fileFields = fileFields(table, targets, path);
        return options.format()
                .read(
                        path,
                        options.forFormat(),
                        new Schema(fileFields),
                        IntStream.range(0, fileFields.size())
                                .filter(i -> targets.contains(ordinal(fileFields.get(i), table)))
                                .boxed()
                                .toList(),
                        execution.allocator(),
                        execution.batchRows(),
                        execution.progress());
    }

    private static int ordinal(Field field, TableDefinition table) {
        return Names.find(field.getName(), Names.columns(table));
    }

    private BatchStream inTableOrder(BatchStream file, TableDefinition table, Execution execution) {
        List<Integer> delivered = file.schema().getFields().stream()
                .map(field -> ordinal(field, table))
                .toList();
        return delivered.equals(
                        IntStream.range(0, table.sqlTypes().size()).boxed().toList())
                ? file
                : new FilledStream(file, table, delivered, context, execution);
    }

    /** The file's columns, each with the name and type of the table's column that it fills. */
    private List<Field> fileFields(TableDefinition table, List<Integer> targets, Path path) {
        List<Field> columns = table.schema().getFields();
        List<Field> byPosition = targets.stream().map(columns::get).toList();
        Boolean byName = options.byName();
        if (Boolean.FALSE.equals(byName)
                || (byName == null && options.format().name().equals("csv"))) {
            return byPosition;
        }
        List<Field> inFile =
                options.format().inferSchema(path, options.forFormat()).getFields();
        List<Field> found = new ArrayList<>();
        for (Field field : inFile) {
            int column = Names.find(field.getName(), Names.columns(table));
            if (column >= 0 && targets.contains(column)) {
                found.add(columns.get(column));
            } else if (byName == null) {
                return byPosition;
            } else {
                found.add(field);
            }
        }
        for (int target : statement.columns() == null ? List.<Integer>of() : targets) {
            if (!found.contains(columns.get(target))) {
                throw new GrismException(
                        ErrorCode.UNKNOWN_COLUMN,
                        "Cannot find column: " + columns.get(target).getName() + " in " + statement.file()
                                + Suggestions.didYouMean(
                                        columns.get(target).getName(),
                                        inFile.stream().map(Field::getName).toList()),
                        SqlErrors.position(statement.filePosition()),
                        null);
            }
        }
        return found;
    }
}
