package io.grism.parquet;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.BatchStream;
import io.grism.exec.column.VectorValues;
import io.grism.exec.storage.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.RecordConsumer;
import org.jspecify.annotations.Nullable;

/** Writes batches to a new Parquet file. */
final class ParquetWriting {
    private final Path path;
    private final CompressionCodecName codec;

    ParquetWriting(Path path, CompressionCodecName codec) {
        this.path = path;
        this.codec = codec;
    }

    /** Writes all rows; the caller closes the stream. Returns the number of rows. */
    long write(BatchStream rows) {
        Schema schema = rows.schema();
        RowSupport support = new RowSupport(schema);
        try (AtomicFile file = new AtomicFile(path)) {
            try {
                long count = 0;
                try (ParquetWriter<@Nullable Object[]> writer = new Builder(
                                new LocalOutputFile(file.temporary()), support)
                        .withConf(new PlainParquetConfiguration())
                        .withCodecFactory(new ParquetCodecs())
                        .withCompressionCodec(codec)
                        .build()) {
                    for (Batch next = rows.next(); next != null; next = rows.next()) {
                        try (Batch batch = next) {
                            write(batch, writer);
                            count += batch.rowCount();
                        }
                    }
                }
                file.commit();
                return count;
            } catch (IOException e) {
                throw file.failed(e);
            }
        }
    }

    private static void write(Batch batch, ParquetWriter<@Nullable Object[]> writer) throws IOException {
        @Nullable Object[] row = new @Nullable Object[batch.columnCount()];
        for (int i = 0; i < batch.rowCount(); i++) {
            for (int c = 0; c < row.length; c++) {
                row[c] = VectorValues.get(batch.column(c), i);
            }
            writer.write(row);
        }
    }

    private static final class Builder extends ParquetWriter.Builder<@Nullable Object[], Builder> {
        private final RowSupport support;

        Builder(OutputFile file, RowSupport support) {
            super(file);
            this.support = support;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        @SuppressWarnings("deprecation")
        protected WriteSupport<@Nullable Object[]> getWriteSupport(Configuration configuration) {
            return support;
        }

        @Override
        protected WriteSupport<@Nullable Object[]> getWriteSupport(ParquetConfiguration configuration) {
            return support;
        }
    }

    /** Hands rows of boxed values to Parquet. */
    private static final class RowSupport extends WriteSupport<@Nullable Object[]> {
        private final RowEncoder encoder;
        private @Nullable RecordConsumer consumer;

        RowSupport(Schema schema) {
            this.encoder = new RowEncoder(schema);
        }

        @Override
        @SuppressWarnings("deprecation")
        public WriteContext init(Configuration configuration) {
            return new WriteContext(encoder.message(), Map.of());
        }

        @Override
        public WriteContext init(ParquetConfiguration configuration) {
            return new WriteContext(encoder.message(), Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer recordConsumer) {
            consumer = recordConsumer;
        }

        @Override
        public void write(@Nullable Object[] row) {
            encoder.encode(row, java.util.Objects.requireNonNull(consumer));
        }
    }
}
