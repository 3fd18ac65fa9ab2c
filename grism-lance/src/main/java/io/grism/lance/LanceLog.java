package io.grism.lance;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.lance.LanceContents.Content;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.ReadOptions;
import org.lance.Transaction;
import org.lance.fragment.DataFile;
import org.lance.operation.Operation;
import org.lance.operation.Overwrite;

/**
 * A log as the versions of a Lance dataset: each overwrites the one before with one row. An overwrite that is not retried makes the version after the one that it was told to be on, or none: the store puts the manifest only where there
 * is none.
 *
 * <p>That does not hold for the first version, which may come twice, when two processes make it. So it is made without rows, and versions without rows are no entries. Hence an entry's version is not told by its number; but it is close.
 */
final class LanceLog {
    private static final String DATA = "/data/";

    /** Lance's own defaults are gigabytes. */
    private static final long CACHE_BYTES = 1 << 20;

    private static final int TRIES = 10;

    private final String url;
    private final StoreOptions options;
    private final BufferAllocator allocator;
    private final LanceContents contents;
    /** For asking what the newest version is. */
    private @Nullable Dataset dataset;

    private Position newest = new Position(0, -1);

    /** An entry, or -1 for none, and the newest version, which has it or comes after it without having one. */
    private record Position(long version, long number) {}

    LanceLog(String url, StoreOptions options, BufferAllocator allocator) {
        this.url = url;
        this.options = options;
        this.allocator = allocator;
        this.contents = new LanceContents(options, allocator);
    }

    /** The number of the newest entry; -1 for none. */
    synchronized long newest() throws Exception {
        return position().number();
    }

    private Position position() throws Exception {
        Dataset open = dataset;
        if (open == null) {
            open = openOrNull();
            if (open == null) {
                return new Position(0, -1);
            }
            dataset = open;
        }
        long version = open.latestVersion();
        if (version != newest.version()) {
            long number = -1;
            for (long v = version; v > 0 && number < 0; v--) {
                String file = file(v);
                if (file != null) {
                    number = contents.read(file).number();
                }
            }
            newest = new Position(version, number);
        }
        return newest;
    }

    private @Nullable Dataset openOrNull() {
        try {
            return open(null);
        } catch (IllegalArgumentException e) {
            if (isMissing(e)) {
                return null;
            }
            throw e;
        }
    }

    private static boolean isMissing(RuntimeException e) {
        return String.valueOf(e.getMessage()).contains("was not found");
    }

    private Dataset open(@Nullable Long version) {
        ReadOptions.Builder read = new ReadOptions.Builder()
                .setStorageOptions(options.asMap())
                .setIndexCacheSizeBytes(CACHE_BYTES)
                .setMetadataCacheSizeBytes(CACHE_BYTES);
        if (version != null) {
            read.setVersion(version);
        }
        return Dataset.open()
                .allocator(allocator)
                .uri(url)
                .readOptions(read.build())
                .build();
    }

    /** The file of a version; null when it has no rows. */
    private @Nullable String file(long version) {
        try (Dataset at = open(version)) {
            List<Fragment> fragments = at.getFragments();
            return fragments.isEmpty()
                    ? null
                    : url + DATA + fragments.get(0).metadata().getFiles().get(0).getPath();
        }
    }

    /** An entry; null when there is none. */
    synchronized byte @Nullable [] read(long number) throws Exception {
        Position last = position();
        if (number < 0 || number > last.number()) {
            return null;
        }
        long version = last.version() - (last.number() - number);
        while (version > 0) {
            String file = file(version);
            if (file == null) {
                version--;
                continue;
            }
            Content content = contents.read(file);
            if (content.number() == number) {
                return content.bytes();
            }
            if (content.number() < number) {
                break;
            }
            version -= content.number() - number;
        }
        throw new GrismException(
                ErrorCode.DATA_CORRUPTED, "Cannot read " + url + ": entry " + number + " is gone. Restore it");
    }

    /** Adds the entry of a number; false when it is there already, or the one before is not. */
    synchronized boolean add(long number, byte[] bytes) throws Exception {
        Position last = position();
        if (last.version() == 0) {
            create();
            last = position();
        }
        if (last.number() != number - 1) {
            return false;
        }
        String name = UUID.randomUUID() + ".lance";
        contents.write(url + DATA + name, number, bytes);
        for (int i = 0; i < TRIES; i++) {
            try {
                overwrite(last.version(), name);
                newest = new Position(last.version() + 1, number);
                return true;
            } catch (RuntimeException e) {
                if (!isConflict(e)) {
                    throw e;
                }
            }
            // An answer of the store may have been lost, and the step been done again
            if ((url + DATA + name).equals(file(last.version() + 1))) {
                newest = new Position(last.version() + 1, number);
                return true;
            }
            last = position();
            if (last.number() != number - 1) {
                return false;
            }
        }
        return false;
    }

    /** Makes the first version, or one more without rows, where another process is faster. */
    private void create() {
        try {
            commit(0, List.of());
        } catch (RuntimeException e) {
            if (!isConflict(e)) {
                throw e;
            }
        }
    }

    private static boolean isConflict(RuntimeException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("conflict") || message.contains("already exists");
    }

    private void overwrite(long version, String file) {
        int[] columns = {0, 1};
        DataFile data = new DataFile(file, columns, columns, LanceTables.MAJOR, LanceTables.MINOR, null, null);
        long made = commit(version, List.of(new FragmentMetadata(0, List.of(data), 1L, null, null)));
        if (made != version + 1) {
            throw new IllegalStateException("version " + made + " was made instead of " + (version + 1));
        }
    }

    /** Makes a version after {@code version}, or after the newest one if that is 0. */
    private long commit(long version, List<FragmentMetadata> fragments) {
        Operation all = Overwrite.builder()
                .fragments(fragments)
                .schema(LanceContents.SCHEMA)
                .build();
        try (Transaction transaction = new Transaction.Builder()
                        .readVersion(version)
                        .operation(all)
                        .build();
                Dataset made = new CommitBuilder(url, allocator)
                        .writeParams(options.asMap())
                        .skipAutoCleanup(true)
                        .maxRetries(0)
                        .execute(transaction)) {
            return made.version();
        }
    }

    synchronized void close() {
        Dataset open = dataset;
        dataset = null;
        if (open != null) {
            open.close();
        }
    }
}
