package io.grism.exec.storage.csv;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.BatchStream;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.FileFormat.Progress;
import io.grism.exec.storage.RejectedRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** The rows of a CSV file as batches. Empty lines are left out, unless the file has one column. */
final class CsvReader implements BatchStream, RejectedRows {
    private static final int MOST_MESSAGES = 10;

    private final Path path;
    private final CsvOptions options;
    private final List<String> assumptions;
    private final List<Field> allFields;
    private final int[] ordinals;
    private final CsvColumn[] columns;
    private final Schema schema;
    private final BufferAllocator allocator;
    private final int batchRows;
    private final @Nullable Progress progress;
    private final CsvTokenizer tokens;

    private boolean headerRead;
    private boolean done;
    private long rows;
    private long rejected;
    private final List<String> rejections = new ArrayList<>();

    /** A reader whose options leave nothing open. */
    CsvReader(
            Path path,
            CsvOptions options,
            List<String> assumptions,
            Schema all,
            List<Integer> columns,
            BufferAllocator allocator,
            int batchRows,
            @Nullable Progress progress) {
        this.path = path;
        this.options = options;
        this.assumptions = List.copyOf(assumptions);
        this.allFields = all.getFields();
        this.ordinals = columns.stream().mapToInt(Integer::intValue).toArray();
        this.columns = new CsvColumn[ordinals.length];
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < ordinals.length; i++) {
            Field field = allFields.get(ordinals[i]);
            fields.add(field);
            this.columns[i] = CsvColumn.create(field, batchRows);
        }
        this.schema = new Schema(fields);
        this.allocator = allocator;
        this.batchRows = batchRows;
        this.progress = progress;
        this.tokens = new CsvTokenizer(path, options, java.util.Objects.requireNonNull(options.delimiter()));
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public @Nullable Batch next() {
        if (done) {
            return null;
        }
        readHeader();
        int count = 0;
        while (count < batchRows && tokens.next()) {
            if (tokens.isBlank() && allFields.size() > 1) {
                continue;
            }
            if (readRow(count)) {
                count++;
            }
        }
        rows += count;
        if (progress != null) {
            progress.report(tokens.bytesRead(), tokens.size(), rows);
        }
        if (count == 0) {
            close();
            return null;
        }
        List<FieldVector> vectors = new ArrayList<>();
        try {
            for (CsvColumn column : columns) {
                vectors.add(column.vector(count, allocator));
            }
            return new Batch(count, vectors);
        } catch (Throwable e) {
            vectors.forEach(FieldVector::close);
            throw e;
        }
    }

    private void readHeader() {
        if (headerRead) {
            return;
        }
        headerRead = true;
        if (Boolean.TRUE.equals(options.header()) && tokens.next() && tokens.fieldCount() != allFields.size()) {
            throw problem("the header has " + fields(tokens.fieldCount()) + ", not " + allFields.size());
        }
    }

    /** Parses the record at hand; false when it is left out. */
    private boolean readRow(int row) {
        if (tokens.fieldCount() != allFields.size()) {
            return reject(fields(tokens.fieldCount()) + ", not " + allFields.size());
        }
        if (tokens.brokenField() >= 0) {
            return reject(column(tokens.brokenField()) + " has text after the closing quote");
        }
        byte[] bytes = tokens.bytes();
        for (int i = 0; i < columns.length; i++) {
            int field = ordinals[i];
            CsvColumn column = columns[i];
            int from = tokens.start(field);
            int to = tokens.end(field);
            if ((!tokens.isQuoted(field) || column.quotesMayBeNull()) && options.isNull(bytes, from, to)) {
                column.setNull(row);
            } else if (!column.set(row, bytes, from, to)) {
                return reject(column(field) + ": " + column.problem(tokens.text(field)));
            }
        }
        return true;
    }

    private static String fields(int count) {
        return count == 1 ? "1 field" : count + " fields";
    }

    private String column(int field) {
        return "column " + (field + 1) + " (" + allFields.get(field).getName() + ")";
    }

    private boolean reject(String what) {
        GrismException problem = problem(what);
        if (!options.skipErrors()) {
            throw problem;
        }
        rejected++;
        if (rejections.size() < MOST_MESSAGES) {
            rejections.add(problem.getMessage());
        }
        if (rejected > options.maxErrors()) {
            throw new GrismException(
                    ErrorCode.FILE_FORMAT_ERROR,
                    problem.getMessage() + ". This is rejected row " + rejected + ", and max_errors is "
                            + options.maxErrors());
        }
        return false;
    }

    private GrismException problem(String what) {
        return new GrismException(
                ErrorCode.FILE_FORMAT_ERROR, "Cannot read " + path + ": line " + tokens.line() + ", " + what);
    }

    @Override
    public long rejectedRows() {
        return rejected;
    }

    @Override
    public List<String> rejections() {
        return List.copyOf(rejections);
    }

    @Override
    public List<String> assumptions() {
        return assumptions;
    }

    @Override
    public void close() {
        done = true;
        tokens.close();
    }
}
