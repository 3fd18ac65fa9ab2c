package io.grism.exec.storage.durable;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A folder in an object store. Commits are a log; the few small files that are not written once and for all, as tags, are the newest entry of another log, so that each change of them is atomic as well. There is no lock: of writers that
 * work at the same time, the first one to commit wins. What is in the folder cannot be listed.
 */
final class ObjectFolder implements Folder {
    private static final String STATE = "state";

    private static final int TRIES = 100;

    private final String location;
    private final ObjectFiles objects;
    /** The small files, as they were last seen. */
    private volatile SmallFiles small = new SmallFiles(-1, new TreeMap<>());

    /** {@code location} has no slash at its end. */
    ObjectFolder(String location, ObjectFiles objects) {
        this.location = location;
        this.objects = objects;
    }

    @Override
    public String location() {
        return location;
    }

    @Override
    public String locationOf(String name) {
        return name.isEmpty() ? location : location + "/" + name;
    }

    @Override
    public boolean isLocal() {
        return false;
    }

    @Override
    public boolean exists() {
        return objects.newest(STATE) >= 0;
    }

    @Override
    public void create() {
        // There are no folders.
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public byte[] read(String name) {
        if (isCommit(name)) {
            return objects.read(CommitLog.FOLDER, CommitLog.number(name));
        }
        if (isWrittenOnce(name)) {
            return objects.read(name);
        }
        byte[] content = small().files().get(name);
        if (content == null) {
            throw LocalFolder.notFound("read", locationOf(name), null);
        }
        return content.clone();
    }

    @Override
    public long size(String name) {
        if (isCommit(name)) {
            return CommitLog.number(name) <= objects.newest(CommitLog.FOLDER) ? 0 : -1;
        }
        if (isWrittenOnce(name)) {
            throw new UnsupportedOperationException("size of " + name);
        }
        byte[] content = small().files().get(name);
        return content == null ? -1 : content.length;
    }

    @Override
    public int checksum(String name) {
        throw new UnsupportedOperationException("checksum of " + name);
    }

    private static boolean isCommit(String name) {
        return name.startsWith(CommitLog.FOLDER + "/");
    }

    private static boolean isWrittenOnce(String name) {
        return name.startsWith(Database.CONTENTS + "/") || name.startsWith(Database.TABLES + "/");
    }

    @Override
    public List<String> list(String folder) {
        if (folder.equals(CommitLog.FOLDER)) {
            return LongStream.rangeClosed(0, objects.newest(CommitLog.FOLDER))
                    .mapToObj(CommitLog::name)
                    .toList();
        }
        return small().files().keySet().stream()
                .filter(name -> folder.isEmpty() ? !name.contains("/") : name.startsWith(folder + "/"))
                .toList();
    }

    @Override
    public void write(String name, byte[] content) {
        objects.write(name, content);
    }

    @Override
    public boolean put(String name, byte[] content) {
        if (isCommit(name)) {
            return objects.add(CommitLog.FOLDER, CommitLog.number(name), content);
        }
        return change(files -> files.putIfAbsent(name, content) == null);
    }

    @Override
    public void replace(String name, byte[] content) {
        change(files -> !Arrays.equals(files.put(name, content), content));
    }

    @Override
    public void note(String name, byte[] content) {
        // No commit can be lost without the store losing it.
    }

    @Override
    public void sync(List<String> names) {
        // What an object store has confirmed lasts.
    }

    @Override
    public void delete(String name) {
        if (isCommit(name)) {
            return; // The checkpoint tells that it is removed.
        }
        if (isWrittenOnce(name)) {
            objects.delete(name);
        } else {
            change(files -> files.remove(name) != null);
        }
    }

    @Override
    public void deleteEmptyFolders(String folder) {
        // There are no folders.
    }

    @Override
    public void syncFolder(String folder) {
        // What an object store has confirmed lasts.
    }

    @Override
    public @Nullable Lock lock(Duration patience) {
        return new Lock() {
            @Override
            public boolean isAbandoned() {
                return false;
            }

            @Override
            public void close() {
                // Nobody was kept out.
            }
        };
    }

    @Override
    public void close() {
        objects.close();
    }

    private SmallFiles small() {
        long newest = objects.newest(STATE);
        SmallFiles known = small;
        if (known.number() != newest) {
            known = newest < 0
                    ? new SmallFiles(-1, new TreeMap<>())
                    : SmallFiles.decode(locationOf(STATE), newest, objects.read(STATE, newest));
            small = known;
        }
        return known;
    }

    /**
     * Changes the small files, again and again while others do.
     *
     * @param step changes the files that it is given, and tells whether it did
     * @return what the step has told
     */
    private boolean change(Predicate<TreeMap<String, byte[]>> step) {
        for (int i = 0; i < TRIES; i++) {
            SmallFiles now = small();
            SmallFiles next = new SmallFiles(now.number() + 1, new TreeMap<>(now.files()));
            if (!step.test(next.files())) {
                return false;
            }
            if (objects.add(STATE, next.number(), next.encode())) {
                return true;
            }
        }
        throw CommitLog.conflict(location);
    }
}
