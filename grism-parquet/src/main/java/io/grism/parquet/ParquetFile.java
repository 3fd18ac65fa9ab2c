package io.grism.parquet;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** A Parquet file open for reading. Whatever goes wrong in it is an error that names the file. */
final class ParquetFile implements AutoCloseable {
    private static final String MAGIC = "PAR1";
    private static final int SMALLEST = 12;

    private final Path path;
    private final long size;
    private final ParquetFileReader reader;

    ParquetFile(Path path) {
        this.path = path;
        this.size = checkMagic(path);
        this.reader = guard("", () -> {
            ParquetReadOptions options = ParquetReadOptions.builder(new PlainParquetConfiguration())
                    .withCodecFactory(new ParquetCodecs())
                    .usePageChecksumVerification()
                    .withUseHadoopVectoredIo(false)
                    .build();
            ParquetFileReader opened = ParquetFileReader.open(new LocalInputFile(path), options);
            try {
                checkChunks(opened);
                return opened;
            } catch (Throwable e) {
                opened.close();
                throw e;
            }
        });
    }

    private static long checkMagic(Path path) {
        if (!Files.exists(path)) {
            throw new GrismException(ErrorCode.FILE_NOT_FOUND, "Cannot read " + path + ": there is no such file");
        }
        if (Files.isDirectory(path)) {
            throw new GrismException(ErrorCode.IO_ERROR, "Cannot read " + path + ": it is a directory");
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            byte[] end = new byte[4];
            if (file.length() >= SMALLEST) {
                file.seek(file.length() - 4);
                file.readFully(end);
            }
            String magic = new String(end, java.nio.charset.StandardCharsets.ISO_8859_1);
            if (magic.equals("PARE")) {
                throw new GrismException(
                        ErrorCode.NOT_SUPPORTED, "Cannot read " + path + ": encrypted Parquet is not supported");
            }
            if (!magic.equals(MAGIC)) {
                throw new GrismException(
                        ErrorCode.FILE_FORMAT_ERROR,
                        "Cannot read " + path + ": it is no Parquet file, or its end is missing");
            }
            return file.length();
        } catch (IOException e) {
            throw new GrismException(ErrorCode.IO_ERROR, "Cannot read " + path + ": " + e.getMessage(), e);
        }
    }

    /** A footer that points out of the file would make the reader allocate whatever it says. */
    private void checkChunks(ParquetFileReader opened) throws IOException {
        for (BlockMetaData block : opened.getRowGroups()) {
            if (block.getRowCount() < 0) {
                throw new IOException("a row group of " + block.getRowCount() + " rows");
            }
            for (ColumnChunkMetaData chunk : block.getColumns()) {
                long start = chunk.getStartingPos();
                if (start < 0 || chunk.getTotalSize() < 0 || start > size - chunk.getTotalSize()) {
                    throw new IOException("column " + chunk.getPath().toDotString() + " does not lie in the file");
                }
            }
        }
    }

    ParquetFileReader reader() {
        return reader;
    }

    MessageType schema() {
        return reader.getFileMetaData().getSchema();
    }

    @Nullable
    String createdBy() {
        return reader.getFileMetaData().getCreatedBy();
    }

    long size() {
        return size;
    }

    /** Work that reads the file. */
    interface Work<T> {
        T run() throws IOException;
    }

    /**
     * Runs work on the file; whatever it throws becomes an error of the file.
     *
     * @param where goes before the reason: "column x: ", or nothing
     */
    <T> T guard(String where, Work<T> work) {
        try {
            return work.run();
        } catch (GrismException e) {
            throw e;
        } catch (ClosedByInterruptException e) {
            throw new GrismException(ErrorCode.CANCELLED, "Cannot read on in " + path + ": interrupted", e);
        } catch (OutOfMemoryError e) {
            throw new GrismException(
                    ErrorCode.OUT_OF_MEMORY,
                    "Cannot read " + path + ": " + where + "a part of it does not fit into the memory of this process."
                            + " Either it needs more, or the file is damaged",
                    e);
        } catch (BadValueException e) {
            throw new GrismException(
                    ErrorCode.FILE_FORMAT_ERROR, "Cannot read " + path + ": " + where + e.getMessage(), e);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw new GrismException(
                    ErrorCode.FILE_FORMAT_ERROR,
                    "Cannot read " + path + ": " + where + "the file is damaged, or of a kind that is not known (" + e
                            + ")",
                    e);
        }
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new GrismException(ErrorCode.IO_ERROR, "Cannot close " + path + ": " + e.getMessage(), e);
        }
    }
}
