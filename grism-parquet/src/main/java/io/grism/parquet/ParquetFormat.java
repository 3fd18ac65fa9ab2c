package io.grism.parquet;

import io.grism.exec.batch.BatchStream;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.FileFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;

/** Parquet files. Times finer than milliseconds are read when they are whole milliseconds. */
public final class ParquetFormat implements FileFormat {
    @Override
    public String name() {
        return "parquet";
    }

    @Override
    public Map<String, String> options() {
        return Map.of("compression", "when writing: snappy, zstd or none (snappy)");
    }

    @Override
    public Schema inferSchema(Path path, Map<String, String> options) {
        compression(options);
        try (ParquetFile file = new ParquetFile(path)) {
            return file.guard("", () -> ParquetTypes.schema(file.schema()));
        }
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
        compression(options);
        return new ParquetRows(path, schema, columns, allocator, batchRows, progress);
    }

    @Override
    public long write(Path path, Map<String, String> options, BatchStream rows) {
        try (rows) {
            return new ParquetWriting(path, compression(options)).write(rows);
        }
    }

    private CompressionCodecName compression(Map<String, String> options) {
        CompressionCodecName codec = CompressionCodecName.SNAPPY;
        for (Map.Entry<String, String> option : options.entrySet()) {
            if (!option.getKey().equalsIgnoreCase("compression")) {
                throw new GrismException(
                        ErrorCode.INVALID_OPTION,
                        "Cannot use the Parquet option " + option.getKey() + ": it is not known. There are: "
                                + String.join(", ", options().keySet()));
            }
            codec = switch (option.getValue().toLowerCase(Locale.ROOT)) {
                case "snappy" -> CompressionCodecName.SNAPPY;
                case "zstd" -> CompressionCodecName.ZSTD;
                case "none" -> CompressionCodecName.UNCOMPRESSED;
                default ->
                    throw new GrismException(
                            ErrorCode.INVALID_OPTION,
                            "Cannot set the Parquet option compression: " + option.getValue()
                                    + ". snappy, zstd and none are allowed");
            };
        }
        return codec;
    }
}
