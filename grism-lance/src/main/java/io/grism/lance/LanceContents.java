package io.grism.lance;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.file.LanceFileReader;
import org.lance.file.LanceFileWriter;

/** Lance files of one row: a number, and bytes. */
final class LanceContents {
    static final Schema SCHEMA = new Schema(List.of(
            new Field("number", FieldType.nullable(new ArrowType.Int(Long.SIZE, true)), null),
            new Field("content", FieldType.nullable(ArrowType.Binary.INSTANCE), null)));

    private final StoreOptions options;
    private final BufferAllocator allocator;

    LanceContents(StoreOptions options, BufferAllocator allocator) {
        this.options = options;
        this.allocator = allocator;
    }

    record Content(long number, byte[] bytes) {}

    // Closing a writer of Lance is declared to throw any exception
    @SuppressWarnings("try")
    void write(String url, long number, byte[] bytes) throws Exception {
        try (DictionaryProvider.MapDictionaryProvider none = new DictionaryProvider.MapDictionaryProvider();
                LanceFileWriter writer =
                        LanceFileWriter.open(url, allocator, none, Optional.of(LanceTables.FORMAT), options.asMap());
                VectorSchemaRoot row = VectorSchemaRoot.create(SCHEMA, allocator)) {
            ((BigIntVector) row.getVector(0)).setSafe(0, number);
            ((VarBinaryVector) row.getVector(1)).setSafe(0, bytes);
            row.setRowCount(1);
            writer.write(row);
        }
    }

    // Closing a reader of Lance is declared to throw any exception
    @SuppressWarnings("try")
    Content read(String url) throws Exception {
        try (LanceFileReader file = LanceFileReader.open(url, options.asMap(), allocator)) {
            if (!file.schema().getFields().stream().map(Field::getName).toList().equals(List.of("number", "content"))
                    || file.numRows() != 1) {
                throw damaged(url);
            }
            try (ArrowReader reader = file.readAll(List.of("number", "content"), null, 1)) {
                if (!reader.loadNextBatch()
                        || !(reader.getVectorSchemaRoot().getVector(0) instanceof BigIntVector number)
                        || !(reader.getVectorSchemaRoot().getVector(1) instanceof VarBinaryVector content)) {
                    throw damaged(url);
                }
                return new Content(number.get(0), content.get(0));
            }
        }
    }

    private static GrismException damaged(String url) {
        return new GrismException(
                ErrorCode.DATA_CORRUPTED, "Cannot read " + url + ": it is not what was written. Restore it");
    }
}
