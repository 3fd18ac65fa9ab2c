package io.grism.exec.storage.durable;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.BatchStream;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.TransferPair;
import org.jspecify.annotations.Nullable;

/** An Arrow IPC file for each write, and for each version a file with the names of those that it has. */
final class IpcTableFiles implements TableFiles {
    private static final String VERSIONS = "versions";

    @Override
    public WrittenFile write(String location, BatchStream rows, BufferAllocator allocator) {
        String name = "data/" + UUID.randomUUID() + ".arrow";
        Path path = Path.of(location, name);
        int count = 0;
        try {
            Files.createDirectories(Path.of(location, "data"));
            try (FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                    VectorSchemaRoot root = VectorSchemaRoot.create(rows.schema(), allocator);
                    ArrowFileWriter writer = new ArrowFileWriter(root, null, file)) {
                VectorLoader loader = new VectorLoader(root);
                for (Batch next = rows.next(); next != null; next = rows.next()) {
                    try (Batch batch = next;
                            ArrowRecordBatch message = unload(rows.schema(), batch)) {
                        loader.load(message);
                        writer.writeBatch();
                        count += batch.rowCount();
                    }
                }
            }
        } catch (IOException e) {
            throw failed("write", path, e);
        }
        return new WrittenFile(name, count);
    }

    private static ArrowRecordBatch unload(Schema schema, Batch batch) {
        List<FieldVector> vectors = new ArrayList<>();
        for (int i = 0; i < batch.columnCount(); i++) {
            vectors.add(batch.column(i));
        }
        return new VectorUnloader(new VectorSchemaRoot(schema, vectors, batch.rowCount())).getRecordBatch();
    }

    @Override
    public BatchStream read(
            String location,
            String file,
            Schema schema,
            List<Integer> columns,
            int firstRow,
            int rowCount,
            BufferAllocator allocator) {
        Path path = Path.of(location, file);
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            return new Reader(path, new ArrowFileReader(channel, allocator), schema, columns, firstRow, rowCount);
        } catch (IOException e) {
            throw failed("read", path, e);
        }
    }

    private static final class Reader implements BatchStream {
        private final Path path;
        private final ArrowFileReader reader;
        private final Schema schema;
        private final List<Integer> columns;
        private int skip;
        private int left;

        Reader(Path path, ArrowFileReader reader, Schema schema, List<Integer> columns, int firstRow, int rowCount) {
            this.path = path;
            this.reader = reader;
            this.columns = columns;
            this.schema = new Schema(
                    columns.stream().map(i -> schema.getFields().get(i)).toList());
            this.skip = firstRow;
            this.left = rowCount;
        }

        @Override
        public Schema schema() {
            return schema;
        }

        @Override
        public @Nullable Batch next() {
            try {
                while (left > 0 && reader.loadNextBatch()) {
                    VectorSchemaRoot root = reader.getVectorSchemaRoot();
                    int from = Math.min(skip, root.getRowCount());
                    int count = Math.min(left, root.getRowCount() - from);
                    skip -= from;
                    left -= count;
                    if (count > 0) {
                        List<FieldVector> vectors = new ArrayList<>();
                        for (int column : columns) {
                            FieldVector vector = root.getVector(column);
                            TransferPair pair = vector.getTransferPair(vector.getAllocator());
                            pair.splitAndTransfer(from, count);
                            vectors.add((FieldVector) pair.getTo());
                        }
                        return new Batch(count, vectors);
                    }
                }
                return null;
            } catch (IOException e) {
                throw failed("read", path, e);
            }
        }

        @Override
        public void close() {
            try {
                reader.close();
            } catch (IOException e) {
                throw failed("close", path, e);
            }
        }
    }

    @Override
    public DatasetVersion commit(
            String location,
            Schema schema,
            @Nullable DatasetVersion base,
            List<String> removed,
            List<WrittenFile> added,
            BufferAllocator allocator) {
        Path folder = Path.of(location, VERSIONS);
        try {
            Set<String> files = new LinkedHashSet<>();
            if (base != null) {
                files.addAll(Files.readAllLines(Path.of(location, base.files().get(0))));
            }
            for (String name : removed) {
                if (!files.remove(name)) {
                    throw new AssertionError(name + " is not in " + files);
                }
            }
            for (WrittenFile file : added) {
                if (!files.add(file.name()) || !Files.exists(Path.of(location, file.name()))) {
                    throw new AssertionError(file.name() + " is in " + files);
                }
            }
            Files.createDirectories(folder);
            long number = base == null ? 1 : base.number() + 1;
            try (var found = Files.list(folder)) {
                for (Path path : found.toList()) {
                    if (Long.parseLong(path.getFileName().toString()) >= number) {
                        Files.delete(path);
                    }
                }
            }
            Files.write(folder.resolve(Long.toString(number)), files, StandardOpenOption.CREATE_NEW);
            return new DatasetVersion(number, List.of(VERSIONS + "/" + number));
        } catch (IOException e) {
            throw failed("write", folder, e);
        }
    }

    /** The names of the files of a version, as another program would find them. */
    static Set<String> files(Path location, long version) throws IOException {
        return new TreeSet<>(
                Arrays.asList(Files.readString(location.resolve(VERSIONS).resolve(Long.toString(version)))
                        .split("\n")));
    }

    private static GrismException failed(String verb, Path path, IOException e) {
        return new GrismException(ErrorCode.IO_ERROR, "Cannot " + verb + " " + path + ": " + e.getMessage(), e);
    }

    @Override
    public void close() {}
}
