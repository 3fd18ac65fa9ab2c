package io.grism.exec.storage.durable;

import io.grism.exec.batch.Batch;
import io.grism.exec.batch.BatchStream;
import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.StoredTable;
import io.grism.exec.storage.durable.StoredSegment.Part;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** The files of an open database: what is read of them has passed its checksum. The folder stays the caller's to close. Thread-safe. */
final class Database implements AutoCloseable {
    static final String TABLES = "tables";
    static final String CONTENTS = "meta";

    private final Folder folder;
    private final String format;
    private final TableFiles tables;
    private final @Nullable DerivedFolder derived;
    private final BufferAllocator allocator = new RootAllocator();
    /** Files known to be what was written, by name; none is ever written again. */
    private final Map<String, FileSum> checked = new ConcurrentHashMap<>();
    /** Who uses the files shares the lock, so that they are not closed meanwhile. */
    private final ReadWriteLock open = new ReentrantReadWriteLock();

    private boolean closed;

    /** {@code indexBytes}: of an index that is worth a file. */
    Database(Folder folder, String format, TableFiles tables, long indexBytes) {
        this.folder = folder;
        this.format = format;
        this.tables = tables;
        this.derived = folder.derived(indexBytes);
    }

    /** Where a version of a table is found by executors; null when they are not to look for it: they have no keys to an object store. */
    @Nullable
    StoredTable stored(TableEntry entry, long version) {
        if (!folder.isLocal()) {
            return null;
        }
        FileSum content = entry.content();
        return new StoredTable(
                folder.location(), entry.id(), content.name(), content.bytes(), content.checksum(), version);
    }

    /** Where indexes are kept; null where they are not. */
    @Nullable
    DerivedFolder derived() {
        return derived;
    }

    Folder folder() {
        return folder;
    }

    TableFiles tables() {
        return tables;
    }

    BufferAllocator allocator() {
        return allocator;
    }

    /** The folder of a table. */
    String folderOf(long table) {
        return TABLES + "/" + Long.toHexString(table) + "." + format;
    }

    /** The same for {@link TableFiles}. */
    String locationOf(long table) {
        return folder.locationOf(folderOf(table));
    }

    /** Does some work with files, that are not closed before it ends. */
    <T> T using(Supplier<T> work) {
        // Who holds what another user of the files waits for must not wait behind who closes them.
        if (!open.readLock().tryLock()) {
            throw isClosed();
        }
        try {
            if (closed) {
                throw isClosed();
            }
            return work.get();
        } finally {
            open.readLock().unlock();
        }
    }

    private GrismException isClosed() {
        return new GrismException(
                ErrorCode.CONNECTION_CLOSED,
                "Cannot use the database " + folder.location() + ": it is closed. Open it again");
    }

    /** The sum of a file that was just written; it need not be checked before it is read. */
    FileSum written(String name) {
        if (!folder.isLocal()) {
            return new FileSum(name, 0, 0);
        }
        FileSum sum = new FileSum(name, folder.size(name), folder.checksum(name));
        checked.put(name, sum);
        return sum;
    }

    /** Writes a file of ours. */
    FileSum write(String name, byte[] content) {
        folder.write(name, content);
        FileSum sum = new FileSum(name, content.length, checksum(content));
        checked.put(name, sum);
        return sum;
    }

    private static int checksum(byte[] content) {
        CRC32C sum = new CRC32C();
        sum.update(content);
        return (int) sum.getValue();
    }

    /** Fails for a file that is not what was written. Looks at each file once; an object store does that itself. */
    void check(FileSum sum) {
        if (!folder.isLocal() || sum.equals(checked.get(sum.name()))) {
            return;
        }
        String name = folder.locationOf(sum.name());
        long bytes = folder.size(sum.name());
        if (bytes < 0) {
            throw new GrismException(ErrorCode.FILE_NOT_FOUND, "Cannot read " + name + ": there is no such file");
        }
        if (bytes != sum.bytes()) {
            throw Decoder.corrupted(name, "it has " + bytes + " bytes instead of " + sum.bytes());
        }
        if (folder.checksum(sum.name()) != sum.checksum()) {
            throw Decoder.corrupted(name, "its checksum is wrong");
        }
        checked.put(sum.name(), sum);
    }

    /** Reads a file that others may remove at any time. */
    private <T> T reading(String name, Supplier<T> read) {
        try {
            return read.get();
        } catch (GrismException e) {
            boolean missing = e.code() == ErrorCode.FILE_NOT_FOUND || folder.isLocal() && folder.size(name) < 0;
            throw missing ? gone(name, e) : e;
        }
    }

    private GrismException gone(String name, GrismException cause) {
        boolean deleted = isOfVersion(name);
        return new GrismException(
                deleted ? ErrorCode.FILE_NOT_FOUND : ErrorCode.UNKNOWN_VERSION,
                "Cannot read " + folder.locationOf(name)
                        + (deleted
                                ? ": the file is gone. Restore it from a back-up"
                                : ": a vacuum of another process has removed the version that it belongs to. Read a newer one"),
                cause);
    }

    /** Whether a file belongs to a version that there is. */
    private boolean isOfVersion(String name) {
        CommitLog log = new CommitLog(folder);
        Set<String> seen = new HashSet<>();
        for (long number : log.numbers()) {
            for (TableEntry entry : log.read(number).tables()) {
                String content = entry.content().name();
                if (content.equals(name)
                        || name.startsWith(folderOf(entry.id()) + "/")
                                && seen.add(content)
                                && TableContent.decode(
                                                folder.locationOf(content),
                                                folder.read(content),
                                                entry.id(),
                                                entry.definition().schema())
                                        .hasFile(name)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** A file that is read whole. */
    byte[] read(FileSum sum) {
        String name = folder.locationOf(sum.name());
        byte[] content = reading(sum.name(), () -> folder.read(sum.name()));
        if (content.length != sum.bytes() || checksum(content) != sum.checksum()) {
            throw Decoder.corrupted(name, "it is not what was written");
        }
        return content;
    }

    /** Forgets files that are removed. */
    void removed(String name) {
        checked.remove(name);
    }

    /** Whole columns of a segment, in new columns. */
    List<Column> read(long table, Schema schema, StoredSegment segment, List<Integer> ordinals) {
        return using(() -> {
            List<Column> columns = new ArrayList<>();
            for (int ordinal : ordinals) {
                columns.add(Columns.create(schema.getFields().get(ordinal), segment.rowCount()));
            }
            for (Part part : segment.parts()) {
                reading(part.sum().name(), () -> {
                    check(part.sum());
                    return read(locationOf(table), part, schema, ordinals, columns);
                });
            }
            return columns;
        });
    }

    /** Returns how many rows were added. */
    private int read(String location, Part part, Schema schema, List<Integer> ordinals, List<Column> columns) {
        int before = columns.get(0).size();
        try (BatchStream rows = tables.read(location, part.name(), schema, ordinals, 0, part.rowCount(), allocator)) {
            for (Batch next = rows.next(); next != null; next = rows.next()) {
                try (Batch batch = next) {
                    for (int i = 0; i < columns.size(); i++) {
                        columns.get(i).append(batch.column(i), 0, batch.rowCount());
                    }
                }
            }
        }
        int count = columns.get(0).size() - before;
        if (count != part.rowCount()) {
            throw Decoder.corrupted(
                    folder.locationOf(part.sum().name()), "it has " + count + " rows instead of " + part.rowCount());
        }
        return count;
    }

    @Override
    public void close() {
        open.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                try (allocator) {
                    tables.close();
                }
            }
        } finally {
            open.writeLock().unlock();
        }
    }
}
