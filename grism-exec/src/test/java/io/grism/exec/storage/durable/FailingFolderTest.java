package io.grism.exec.storage.durable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.test.LeakCheck;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A disk that fails at the n-th write, for each n: a commit is there as a whole or not at all, and the database can be used again. */
final class FailingFolderTest {
    private static final Set<String> WRITES =
            Set.of("write", "put", "replace", "note", "sync", "syncFolder", "create", "commit");

    /** How a write fails. */
    enum Failure {
        /** Once, before it does anything. */
        BEFORE,
        /** Once, after it has done all. */
        AFTER,
        /** From then on always. */
        FOREVER
    }

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    @TempDir
    Path temporary;

    private Failure failure = Failure.BEFORE;
    private int failAt;
    private int writes;

    private void enter(String method) {
        if (WRITES.contains(method)) {
            writes++;
            if (writes == failAt && failure != Failure.AFTER || writes > failAt && failure == Failure.FOREVER) {
                throw new GrismException(ErrorCode.IO_ERROR, "Cannot write /x: no space left on device");
            }
        }
    }

    private void leave(String method) {
        if (WRITES.contains(method) && writes == failAt && failure == Failure.AFTER) {
            throw new GrismException(ErrorCode.IO_ERROR, "Cannot write /x: no space left on device");
        }
    }

    private <T> T failing(Class<T> type, T real) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    enter(method.getName());
                    Object result;
                    try {
                        result = method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    leave(method.getName());
                    return result;
                }));
    }

    private DurableStore open(Path folder) {
        TableFormat format = new TableFormat() {
            @Override
            public String name() {
                return "arrow";
            }

            @Override
            public TableFiles open(Map<String, String> options) {
                return failing(TableFiles.class, new IpcTableFiles());
            }
        };
        return DurableStore.open(failing(Folder.class, new LocalFolder(folder)), Map.of(), true, List.of(format));
    }

    private String text(DurableStore store) {
        try (Snapshot snapshot = store.snapshot()) {
            return snapshot.version() + SmallDatabase.text(snapshot, leaks.allocator());
        }
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    void aCommitIsWholeOrNotThere(Failure how) {
        failure = how;
        failAt = Integer.MAX_VALUE;
        List<String> expected = new ArrayList<>();
        try (DurableStore store = open(temporary.resolve("right"))) {
            expected.add(text(store));
            for (int i = 0; i < SmallDatabase.COMMITS.size(); i++) {
                SmallDatabase.commit(store, i, leaks.allocator());
                expected.add(text(store));
            }
        }
        int all = writes;
        assertTrue(all > 30, () -> all + " writes");
        for (int n = 1; n <= all; n++) {
            run(n, expected);
        }
    }

    private void run(int n, List<String> expected) {
        Path folder = temporary.resolve("db" + n);
        failAt = n;
        writes = 0;
        int told = 0;
        boolean failed = false;
        try (DurableStore store = open(folder)) {
            while (told < SmallDatabase.COMMITS.size()) {
                try {
                    SmallDatabase.commit(store, told, leaks.allocator());
                } catch (GrismException e) {
                    assertEquals(ErrorCode.IO_ERROR, e.code(), e.getMessage());
                    failed = true;
                }
                int now = expected.indexOf(text(store));
                assertTrue(
                        failed ? now == told || now == told + 1 : now == told + 1,
                        "write " + n + ": " + now + " commits after " + told);
                if (failed && failure == Failure.FOREVER) {
                    break;
                }
                // Once more, when it is not there.
                told = now;
            }
        } catch (GrismException e) {
            assertEquals(ErrorCode.IO_ERROR, e.code(), e.getMessage());
        }
        failAt = Integer.MAX_VALUE;
        try (DurableStore store = open(folder)) {
            int now = expected.indexOf(text(store));
            assertTrue(
                    now == told || failed && now == told + 1,
                    "write " + n + ": reopened with " + now + " after " + told);
            while (now < SmallDatabase.COMMITS.size()) {
                SmallDatabase.commit(store, now, leaks.allocator());
                now++;
                assertEquals(expected.get(now), text(store));
            }
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsRead() {
        failAt = Integer.MAX_VALUE;
        Path folder = temporary.resolve("db");
        String expected;
        try (DurableStore store = open(folder)) {
            SmallDatabase.commit(store, 0, leaks.allocator());
            expected = text(store);
        }
        Folder real = new LocalFolder(folder);
        Folder locked = (Folder) Proxy.newProxyInstance(
                Folder.class.getClassLoader(), new Class<?>[] {Folder.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("isWritable")) {
                        return false;
                    }
                    if (WRITES.contains(method.getName()) || method.getName().equals("lock")) {
                        throw new AssertionError(method + " in a folder that is only read");
                    }
                    return method.invoke(real, arguments);
                });
        try (DurableStore store = DurableStore.open(locked, Map.of(), true, List.of(new IpcFormat()))) {
            assertEquals(expected, text(store));
            GrismException e = assertThrows(GrismException.class, store::begin);
            assertEquals(ErrorCode.INVALID_TRANSACTION_STATE, e.code());
            assertTrue(e.getMessage().contains("read-only"), e.getMessage());
            assertEquals(expected, text(store));
        }
    }
}
