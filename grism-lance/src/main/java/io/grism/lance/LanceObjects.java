package io.grism.lance;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.durable.ObjectFiles;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.lance.Dataset;

/** What an object store keeps, over Lance's way to it. Every file lies in a folder of its own, since Lance removes folders only. */
final class LanceObjects implements ObjectFiles {
    private final String location;
    private final StoreOptions options;
    private final BufferAllocator allocator = new RootAllocator();
    private final LanceContents contents;
    private final Map<String, LanceLog> logs = new HashMap<>();
    private final ReadWriteLock open = new ReentrantReadWriteLock();
    private boolean closed;

    LanceObjects(String location, StoreOptions options) {
        this.location = location;
        this.options = options;
        this.contents = new LanceContents(options, allocator);
    }

    /** Where the rows of a file are that has a folder of its own. */
    static String file(String folder) {
        return folder + "/rows.lance";
    }

    private String url(String name) {
        return location + "/" + name;
    }

    /** Does some work, before whose end nothing is closed. */
    private <T extends @Nullable Object> T guard(String what, String name, LanceFailure.Work<T> work) {
        open.readLock().lock();
        try {
            if (closed) {
                throw new GrismException(
                        ErrorCode.CONNECTION_CLOSED,
                        "Cannot " + what + " " + name + ": the database is closed. Open it again");
            }
            return LanceFailure.guard(what, name, options, work);
        } finally {
            open.readLock().unlock();
        }
    }

    private synchronized LanceLog log(String log) {
        return logs.computeIfAbsent(log, name -> new LanceLog(url(name) + ".lance", options, allocator));
    }

    @Override
    public byte[] read(String name) {
        return guard("read", url(name), () -> contents.read(file(url(name)))).bytes();
    }

    @Override
    public void write(String name, byte[] content) {
        guard("write", url(name), () -> {
            contents.write(file(url(name)), 0, content);
            return name;
        });
    }

    @Override
    public void delete(String name) {
        try {
            guard("delete", url(name), () -> {
                Dataset.drop(url(name), options.asMap());
                return name;
            });
        } catch (GrismException e) {
            if (e.code() != ErrorCode.FILE_NOT_FOUND) {
                throw e;
            }
        }
    }

    @Override
    public long newest(String log) {
        return guard("read", url(log), () -> log(log).newest());
    }

    @Override
    public byte[] read(String log, long number) {
        byte[] content = guard("read", url(log), () -> log(log).read(number));
        if (content == null) {
            throw new GrismException(
                    ErrorCode.FILE_NOT_FOUND, "Cannot read " + url(log) + ": it has no entry " + number);
        }
        return content;
    }

    @Override
    public boolean add(String log, long number, byte[] content) {
        return guard("write", url(log), () -> log(log).add(number, content));
    }

    @Override
    public void close() {
        open.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                logs.values().forEach(LanceLog::close);
                allocator.close();
            }
        } finally {
            open.writeLock().unlock();
        }
    }
}
