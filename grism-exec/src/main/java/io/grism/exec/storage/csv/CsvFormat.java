package io.grism.exec.storage.csv;

import io.grism.exec.batch.BatchStream;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.FileFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** CSV files in UTF-8, read by position. Delimiter, header and types are found out where they are not given. */
public final class CsvFormat implements FileFormat {
    @Override
    public String name() {
        return "csv";
    }

    @Override
    public Map<String, String> options() {
        return CsvOptions.DESCRIPTIONS;
    }

    @Override
    public Schema inferSchema(Path path, Map<String, String> options) {
        Schema schema = new CsvSniffer(path, CsvOptions.of(options)).inferAll().schema();
        if (schema.getFields().isEmpty()) {
            throw new GrismException(
                    ErrorCode.FILE_FORMAT_ERROR, "Cannot tell the columns of " + path + ": the file is empty");
        }
        return schema;
    }

    @Override
    public BatchStream read(
            Path path,
            Map<String, String> options,
            Schema schema,
            List<Integer> columns,
            BufferAllocator allocator,
            int batchRows,
            @Nullable Progress progress) {
        CsvSniffer sniffer = new CsvSniffer(path, CsvOptions.of(options));
        CsvOptions known = sniffer.complete(schema.getFields());
        return new CsvReader(path, known, sniffer.assumptions(), schema, columns, allocator, batchRows, progress);
    }

    @Override
    public long write(Path path, Map<String, String> options, BatchStream rows) {
        try (rows) {
            return new CsvWriter(path, CsvOptions.of(options)).write(rows);
        }
    }
}
