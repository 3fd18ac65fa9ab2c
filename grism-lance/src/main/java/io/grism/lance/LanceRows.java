package io.grism.lance;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.BatchStream;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.lance.file.LanceFileReader;
import org.lance.util.Range;

/** Rows of a file. Lance's reader must not be closed while it reads, whoever closes: hence the lock. */
final class LanceRows implements BatchStream {
    private final String path;
    private final @Nullable StoreOptions options;
    private final Schema schema;
    private final List<String> storedNames;
    private final BufferAllocator allocator;
    private final LanceFileReader file;
    private final ArrowReader reader;
    private boolean closed;
    private int left;

    private LanceRows(
            String path,
            @Nullable StoreOptions options,
            Schema schema,
            List<String> storedNames,
            int rowCount,
            BufferAllocator allocator,
            LanceFileReader file,
            ArrowReader reader) {
        this.path = path;
        this.options = options;
        this.schema = schema;
        this.storedNames = storedNames;
        this.left = rowCount;
        this.allocator = allocator;
        this.file = file;
        this.reader = reader;
    }

    /** {@code options} of the object store that the file is in; null for a file of this machine. */
    static LanceRows open(
            String path,
            @Nullable StoreOptions options,
            Schema table,
            List<Integer> columns,
            int firstRow,
            int rowCount,
            BufferAllocator allocator) {
        StoredSchema stored = StoredSchema.of(table);
        List<String> names =
                columns.stream().map(column -> stored.field(column).getName()).toList();
        Schema schema = new Schema(columns.stream().map(table.getFields()::get).toList());
        return guard("read", path, options, () -> {
            LanceFileReader file = LanceFileReader.open(path, options == null ? Map.of() : options.asMap(), allocator);
            try {
                long rows = file.numRows();
                if (firstRow > rows - rowCount) {
                    throw new GrismException(
                            ErrorCode.DATA_CORRUPTED,
                            "Cannot read rows " + firstRow + " to " + (firstRow + rowCount) + " of " + path
                                    + ": it has " + rows);
                }
                Set<String> there =
                        file.schema().getFields().stream().map(Field::getName).collect(Collectors.toSet());
                if (!there.containsAll(names)) {
                    throw new GrismException(
                            ErrorCode.DATA_CORRUPTED,
                            "Cannot read " + path + ": it has columns " + there + ", not " + names);
                }
                List<String> distinct = names.stream().distinct().toList();
                @Nullable
                List<Range> ranges = firstRow == 0 && rowCount == rows
                        ? null
                        : Collections.singletonList(Range.of(firstRow, firstRow + rowCount));
                ArrowReader reader = file.readAll(distinct, ranges, rowCount);
                return new LanceRows(path, options, schema, names, rowCount, allocator, file, reader);
            } catch (Exception e) {
                file.close();
                throw e;
            }
        });
    }

    private static <T extends @Nullable Object> T guard(
            String what, String path, @Nullable StoreOptions options, LanceFailure.Work<T> work) {
        return options == null ? LanceFailure.guard(what, path, work) : LanceFailure.guard(what, path, options, work);
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public synchronized @Nullable Batch next() {
        if (closed || left == 0) {
            return null;
        }
        return guard("read", path, options, () -> {
            if (!reader.loadNextBatch()) {
                throw new GrismException(
                        ErrorCode.DATA_CORRUPTED, "Cannot read " + path + ": " + left + " rows are missing");
            }
            VectorSchemaRoot root = reader.getVectorSchemaRoot();
            Batch batch = batch(root);
            root.clear();
            left -= batch.rowCount();
            return batch;
        });
    }

    private Batch batch(VectorSchemaRoot root) throws IOException {
        List<FieldVector> vectors = new ArrayList<>();
        try {
            for (int i = 0; i < storedNames.size(); i++) {
                Field field = schema.getFields().get(i);
                vectors.add(StoredSchema.load(field, root.getVector(storedNames.get(i)), allocator));
            }
            return new Batch(root.getRowCount(), vectors);
        } catch (IOException | RuntimeException e) {
            vectors.forEach(FieldVector::close);
            throw e;
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        guard("close", path, options, () -> {
            try (file;
                    reader) {
                return 0;
            }
        });
    }
}
