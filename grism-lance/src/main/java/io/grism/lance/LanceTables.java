package io.grism.lance;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.BatchStream;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.durable.ObjectFiles;
import io.grism.exec.storage.durable.TableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.ReadOptions;
import org.lance.Transaction;
import org.lance.file.LanceFileWriter;
import org.lance.fragment.DataFile;
import org.lance.operation.Operation;
import org.lance.operation.Overwrite;
import org.lance.operation.Update;

/**
 * Tables as Lance datasets. Each file is a fragment of its own. Lance ends the process on metadata that is damaged, and has no checksums, so that callers check those; what it reads when it commits are {@link Manifests}.
 */
final class LanceTables implements TableFiles {
    private static final String DATA = "data/";
    static final String FORMAT = "2.1";
    static final int MAJOR = 2;
    static final int MINOR = 1;

    /** Enough for the manifests of one commit; Lance's own defaults are gigabytes. */
    private static final long CACHE_BYTES = 8 << 20;

    private final StoreOptions options;

    /** {@code options} of the object store, for locations in one. */
    LanceTables(StoreOptions options) {
        this.options = options;
    }

    @Override
    public WrittenFile write(String location, BatchStream rows, BufferAllocator allocator) {
        StoredSchema stored = StoredSchema.of(rows.schema());
        String name = DATA + UUID.randomUUID() + ".lance";
        if (ObjectFiles.isUrl(location)) {
            String url = LanceObjects.file(location + "/" + name);
            return LanceFailure.guard(
                    "write", url, options, () -> new WrittenFile(name, write(url, options, stored, rows, allocator)));
        }
        Path file = Path.of(location, name);
        return LanceFailure.guard("write", file.toString(), () -> {
            Files.createDirectories(file.getParent());
            try {
                return new WrittenFile(name, write(file.toString(), StoreOptions.none(), stored, rows, allocator));
            } catch (Exception e) {
                Files.deleteIfExists(file);
                throw e;
            }
        });
    }

    // Closing a writer of Lance is declared to throw any exception
    @SuppressWarnings("try")
    private static int write(
            String file, StoreOptions options, StoredSchema stored, BatchStream rows, BufferAllocator allocator)
            throws Exception {
        long count = 0;
        try (DictionaryProvider.MapDictionaryProvider none = new DictionaryProvider.MapDictionaryProvider();
                LanceFileWriter writer =
                        LanceFileWriter.open(file, allocator, none, Optional.of(FORMAT), options.asMap())) {
            for (Batch next = rows.next(); next != null; next = rows.next()) {
                try (Batch batch = next;
                        VectorSchemaRoot root = root(stored, batch)) {
                    writer.write(root);
                    count += batch.rowCount();
                }
            }
            if (count == 0) {
                throw new GrismException(ErrorCode.INTERNAL, "Cannot write " + file + ": there are no rows");
            }
        }
        return Math.toIntExact(count);
    }

    private static VectorSchemaRoot root(StoredSchema stored, Batch batch) throws IOException {
        List<FieldVector> vectors = new ArrayList<>();
        try {
            for (int i = 0; i < batch.columnCount(); i++) {
                vectors.add(stored.store(i, batch.column(i)));
            }
            return new VectorSchemaRoot(stored.schema().getFields(), vectors, batch.rowCount());
        } catch (IOException | RuntimeException e) {
            vectors.forEach(FieldVector::close);
            throw e;
        }
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
        if (columns.isEmpty() || firstRow < 0 || rowCount < 1 || firstRow > Integer.MAX_VALUE - rowCount) {
            throw new IllegalArgumentException(columns.size() + " columns, rows from " + firstRow + ", " + rowCount);
        }
        if (ObjectFiles.isUrl(location)) {
            String url = LanceObjects.file(location + "/" + file);
            return LanceRows.open(url, options, schema, columns, firstRow, rowCount, allocator);
        }
        Path path = Path.of(location, file);
        if (!Files.isRegularFile(path)) {
            throw new GrismException(ErrorCode.IO_ERROR, "Cannot read " + path + ": there is no such file");
        }
        return LanceRows.open(path.toString(), null, schema, columns, firstRow, rowCount, allocator);
    }

    @Override
    public DatasetVersion commit(
            String location,
            Schema schema,
            @Nullable DatasetVersion base,
            List<String> removed,
            List<WrittenFile> added,
            BufferAllocator allocator) {
        return LanceFailure.guard("commit", location, () -> {
            Manifests manifests = new Manifests(Path.of(location));
            StoredSchema stored = StoredSchema.of(schema);
            List<FragmentMetadata> fragments = new ArrayList<>();
            for (WrittenFile file : added) {
                fragments.add(fragment(location, file, stored));
            }
            long version;
            if (base == null) {
                manifests.removeAll();
                version = create(location, stored, fragments, allocator);
            } else {
                boolean isLatest = !manifests.cleanAfter(base.number());
                version = replace(location, base.number(), isLatest, removed, fragments, allocator);
            }
            return new DatasetVersion(version, manifests.sum(version));
        });
    }

    /** A file as Lance knows it. Columns are numbered, and all are flat; the number of the fragment is given when it is committed. */
    private static FragmentMetadata fragment(String location, WrittenFile file, StoredSchema stored) throws Exception {
        int[] columns = IntStream.range(0, stored.schema().getFields().size()).toArray();
        String path = file.name().substring(DATA.length());
        DataFile data =
                new DataFile(path, columns, columns, MAJOR, MINOR, Files.size(Path.of(location, file.name())), null);
        return new FragmentMetadata(0, List.of(data), (long) file.rowCount(), null, null);
    }

    private static long create(
            String location, StoredSchema stored, List<FragmentMetadata> fragments, BufferAllocator allocator) {
        Operation all =
                Overwrite.builder().fragments(fragments).schema(stored.schema()).build();
        try (Transaction transaction =
                        new Transaction.Builder().readVersion(0).operation(all).build();
                Dataset dataset = new CommitBuilder(location, allocator)
                        .skipAutoCleanup(true)
                        .maxRetries(0)
                        .execute(transaction)) {
            return dataset.version();
        }
    }

    private static long replace(
            String location,
            long base,
            boolean isLatest,
            List<String> removed,
            List<FragmentMetadata> fragments,
            BufferAllocator allocator) {
        ReadOptions options = new ReadOptions.Builder()
                .setVersion(base)
                .setIndexCacheSizeBytes(CACHE_BYTES)
                .setMetadataCacheSizeBytes(CACHE_BYTES)
                .build();
        try (Dataset dataset = Dataset.open()
                .allocator(allocator)
                .uri(location)
                .readOptions(options)
                .build()) {
            if (!isLatest) {
                // Lance would add to the latest version, so what the base has becomes that first
                dataset.restore();
            }
            Operation change = Update.builder()
                    .removedFragmentIds(ids(dataset, location, removed))
                    .updatedFragments(List.of())
                    .newFragments(fragments)
                    .build();
            try (Transaction transaction = new Transaction.Builder()
                            .readVersion(dataset.version())
                            .operation(change)
                            .build();
                    Dataset next = new CommitBuilder(dataset)
                            .skipAutoCleanup(true)
                            .maxRetries(0)
                            .execute(transaction)) {
                return next.version();
            }
        }
    }

    private static List<Long> ids(Dataset dataset, String location, List<String> files) {
        Set<String> wanted = new HashSet<>(files);
        List<Long> ids = new ArrayList<>();
        for (Fragment fragment : dataset.getFragments()) {
            for (DataFile file : fragment.metadata().getFiles()) {
                if (wanted.remove(DATA + file.getPath())) {
                    ids.add((long) fragment.getId());
                }
            }
        }
        if (!wanted.isEmpty()) {
            throw new GrismException(
                    ErrorCode.DATA_CORRUPTED,
                    "Cannot commit " + location + ": version " + dataset.version() + " has no file " + wanted);
        }
        return ids;
    }

    @Override
    public void close() {}
}
