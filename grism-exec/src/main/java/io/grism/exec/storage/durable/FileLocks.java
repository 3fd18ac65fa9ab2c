package io.grism.exec.storage.durable;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Write locks of folders: a lock of the file {@code lock} against other processes, a semaphore in this one. The semaphore comes first, because closing any channel of a file takes the locks of the
 * whole process away.
 *
 * <p>The file holds one byte, 1 while somebody writes. Who finds a 1 knows that the writer before did not come to its end.
 */
final class FileLocks {
    static final String NAME = "lock";

    private static final long FIRST_PAUSE_NANOS = 1_000_000;
    private static final long LONGEST_PAUSE_NANOS = 20_000_000;
    /** Which byte of the file the writer locks. */
    private static final int WRITER = 0;
    /** Which byte the one locks that is to write next; so who writes again and again lets others have their turn. */
    private static final int NEXT = 1;

    private static final Map<Path, Semaphore> IN_PROCESS = new ConcurrentHashMap<>();

    private FileLocks() {}

    /**
     * Waits for the lock.
     *
     * @param folder its real path
     * @return null when it was not free in time
     */
    static Folder.@Nullable Lock lock(Path folder, Duration patience) throws IOException {
        long start = System.nanoTime();
        long nanos = nanos(patience);
        Semaphore semaphore = IN_PROCESS.computeIfAbsent(folder, path -> new Semaphore(1, true));
        try {
            if (!semaphore.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
                return null;
            }
            Folder.Lock lock = null;
            try {
                lock = lockFile(folder.resolve(NAME), start, nanos, semaphore);
            } finally {
                if (lock == null) {
                    semaphore.release();
                }
            }
            return lock;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GrismException(
                    ErrorCode.CANCELLED,
                    "Cannot start to write to " + folder + ": interrupted while another write was running",
                    e);
        }
    }

    private static long nanos(Duration patience) {
        return patience.compareTo(Duration.ofNanos(Long.MAX_VALUE)) > 0
                ? Long.MAX_VALUE
                : Math.max(0, patience.toNanos());
    }

    private static Folder.@Nullable Lock lockFile(Path path, long start, long nanos, Semaphore semaphore)
            throws IOException, InterruptedException {
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Held held = null;
        try (FileLock next = await(channel, NEXT, start, nanos)) {
            if (next != null && await(channel, WRITER, start, nanos) != null) {
                held = new Held(path, channel, mark(channel, 1) != 0, semaphore);
            }
            return held;
        } finally {
            if (held == null) {
                channel.close();
            }
        }
    }

    private static @Nullable FileLock await(FileChannel channel, int place, long start, long nanos)
            throws IOException, InterruptedException {
        long pause = FIRST_PAUSE_NANOS;
        FileLock lock = tryLock(channel, place);
        while (lock == null) {
            long left = nanos - (System.nanoTime() - start);
            if (left <= 0) {
                return null;
            }
            TimeUnit.NANOSECONDS.sleep(Math.min(pause, left));
            pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
            lock = tryLock(channel, place);
        }
        return lock;
    }

    private static @Nullable FileLock tryLock(FileChannel channel, int place) throws IOException {
        try {
            return channel.tryLock(place, 1, false);
        } catch (OverlappingFileLockException e) {
            // Classes of another loader in this process have it.
            return null;
        }
    }

    /** Writes the byte; returns the one before. */
    private static int mark(FileChannel channel, int mark) throws IOException {
        ByteBuffer before = ByteBuffer.allocate(1);
        int count = channel.read(before, 0);
        channel.write(ByteBuffer.wrap(new byte[] {(byte) mark}), 0);
        return count < 1 ? 0 : before.get(0);
    }

    private static final class Held implements Folder.Lock {
        private final Path path;
        private final FileChannel channel;
        private final boolean abandoned;
        private final Semaphore semaphore;

        Held(Path path, FileChannel channel, boolean abandoned, Semaphore semaphore) {
            this.path = path;
            this.channel = channel;
            this.abandoned = abandoned;
            this.semaphore = semaphore;
        }

        @Override
        public boolean isAbandoned() {
            return abandoned;
        }

        @Override
        public void close() {
            try (channel) {
                mark(channel, 0);
            } catch (IOException e) {
                throw new GrismException(ErrorCode.IO_ERROR, "Cannot unlock " + path + ": " + e.getMessage(), e);
            } finally {
                semaphore.release();
            }
        }
    }
}
