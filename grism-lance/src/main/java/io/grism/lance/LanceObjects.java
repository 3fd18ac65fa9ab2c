package io.grism.lance;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.durable.ObjectFiles;
import java.util.HashMap;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.lance.Dataset;

/** What an object store keeps, over Lance's way to it. Every file lies in a folder of its own, since Lance removes folders only. */
final class LanceObjects implements ObjectFiles {
    private final String location;
    private final StoreOptions options;
    private final BufferAllocator allocator = new RootAllocator();
    private final LanceContents contents;
    private final Map<String, LanceLog> logs = new HashMap<>();

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

    private synchronized LanceLog log(String log) {
        return logs.computeIfAbsent(log, name -> new LanceLog(url(name) + ".lance", options, allocator));
    }

    @Override
    public byte[] read(String name) {
        return LanceFailure.guard("read", url(name), options, () -> contents.read(file(url(name))))
                .bytes();
    }

    @Override
    public void write(String name, byte[] content) {
        LanceFailure.guard("write", url(name), options, () -> {
            contents.write(file(url(name)), 0, content);
            return name;
        });
    }

    @Override
    public void delete(String name) {
        try {
            LanceFailure.guard("delete", url(name), options, () -> {
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
        return LanceFailure.guard("read", url(log), options, () -> log(log).newest());
    }

    @Override
    public byte[] read(String log, long number) {
        byte[] content = LanceFailure.guard("read", url(log), options, () -> log(log).read(number));
        if (content == null) {
            throw new GrismException(
                    ErrorCode.FILE_NOT_FOUND, "Cannot read " + url(log) + ": it has no entry " + number);
        }
        return content;
    }

    @Override
    public boolean add(String log, long number, byte[] content) {
        return LanceFailure.guard("write", url(log), options, () -> log(log).add(number, content));
    }

    @Override
    public synchronized void close() {
        logs.values().forEach(LanceLog::close);
        logs.clear();
        allocator.close();
    }
}
