package io.grism.parquet;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.BatchStream;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.FileFormat.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** The rows of a Parquet file as batches; no batch crosses the border of a row group. */
final class ParquetRows implements BatchStream {
    private final Path path;
    private final ParquetFile file;
    private final Schema schema;
    private final ParquetColumn[] columns;
    private final BufferAllocator allocator;
    private final int batchRows;
    private final @Nullable Progress progress;

    private int rowGroup;
    private long leftInGroup;
    private long rows;
    private long bytes;
    private boolean closed;

    ParquetRows(
            Path path,
            Schema all,
            List<Integer> ordinals,
            BufferAllocator allocator,
            int batchRows,
            @Nullable Progress progress) {
        this.path = path;
        this.file = new ParquetFile(path);
        try {
            this.allocator = allocator;
            this.batchRows = batchRows;
            this.progress = progress;
            this.columns = new ParquetColumn[ordinals.size()];
            this.schema = new Schema(
                    ordinals.stream().map(i -> all.getFields().get(i)).toList());
            file.guard("", () -> {
                open(all, ordinals);
                return columns;
            });
        } catch (Throwable e) {
            file.close();
            throw e;
        }
    }

    private void open(Schema all, List<Integer> ordinals) {
        MessageType message = file.schema();
        if (message.getFieldCount() != all.getFields().size()) {
            throw new GrismException(
                    ErrorCode.FILE_FORMAT_ERROR,
                    "Cannot read " + path + ": it has " + message.getFieldCount() + " columns, not "
                            + all.getFields().size());
        }
        Set<Type> read = new LinkedHashSet<>();
        for (int i = 0; i < columns.length; i++) {
            Type type = message.getType(ordinals.get(i));
            read.add(type);
            MessageType alone = new MessageType(message.getName(), type);
            Field wanted = schema.getFields().get(i);
            Field natural = ParquetTypes.field(type);
            boolean flat = type.isPrimitive() && !type.isRepetition(Type.Repetition.REPEATED);
            if (flat ? !FlatColumn.converts(natural, wanted) : !NestedColumn.sameType(natural, wanted)) {
                throw new GrismException(
                        ErrorCode.TYPE_MISMATCH,
                        "Cannot read " + path + ": column " + type.getName() + " is " + TypeKind.of(natural)
                                + ", which cannot be read as " + TypeKind.of(wanted)
                                + ". Read it with its own type, and cast it");
            }
            columns[i] = flat
                    ? new FlatColumn(alone, file.createdBy(), wanted, batchRows)
                    : new NestedColumn(alone, file.createdBy(), wanted);
        }
        if (columns.length > 0) {
            file.reader().setRequestedSchema(new MessageType(message.getName(), List.copyOf(read)));
        }
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public @Nullable Batch next() {
        while (leftInGroup == 0) {
            if (closed || rowGroup == file.reader().getRowGroups().size()) {
                close();
                return null;
            }
            openRowGroup(file.reader().getRowGroups().get(rowGroup++));
        }
        int count = (int) Math.min(batchRows, leftInGroup);
        List<FieldVector> vectors = new ArrayList<>();
        try {
            for (int i = 0; i < columns.length; i++) {
                vectors.add(read(i, count));
            }
            Batch batch = new Batch(count, vectors);
            leftInGroup -= count;
            rows += count;
            if (progress != null) {
                progress.report(
                        leftInGroup == 0
                                        && rowGroup
                                                == file.reader().getRowGroups().size()
                                ? file.size()
                                : bytes,
                        file.size(),
                        rows);
            }
            return batch;
        } catch (Throwable e) {
            vectors.forEach(FieldVector::close);
            throw e;
        }
    }

    private FieldVector read(int index, int count) {
        ParquetColumn column = columns[index];
        try {
            return column.read(count, allocator);
        } catch (BadValueException e) {
            return file.guard(place(index) + ": ", () -> {
                throw e;
            });
        } catch (RuntimeException | OutOfMemoryError e) {
            return file.guard(place(index) + ": ", () -> {
                throw e;
            });
        }
    }

    /** The column, and the row at which it stopped. */
    private String place(int index) {
        return "row " + (rows + columns[index].row() + 1) + ", column "
                + schema.getFields().get(index).getName();
    }

    private void openRowGroup(BlockMetaData block) {
        if (columns.length > 0) {
            file.guard("", () -> {
                PageReadStore pages = file.reader().readRowGroup(rowGroup - 1);
                for (ParquetColumn column : columns) {
                    column.open(pages);
                }
                return pages;
            });
        }
        leftInGroup = block.getRowCount();
        bytes = Math.min(file.size(), bytes + block.getCompressedSize());
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            leftInGroup = 0;
            file.close();
        }
    }
}
