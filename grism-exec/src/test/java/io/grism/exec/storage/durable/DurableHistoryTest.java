package io.grism.exec.storage.durable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.History;
import io.grism.exec.storage.History.Vacuumed;
import io.grism.exec.storage.History.Version;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.TableSnapshot;
import io.grism.exec.storage.WriteTransaction;
import io.grism.exec.test.LeakCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The versions of a database in a folder. Each test runs on a database with seven of them. */
class DurableHistoryTest {
    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    @TempDir
    Path temporary;

    private final List<String> texts = new ArrayList<>();
    DurableStore store;
    private History history;

    /** Where the database is. */
    String location() {
        return temporary.resolve("db").toString();
    }

    private DurableStore open() {
        return DurableStore.open(location(), Map.of(), true, TestFormats.get());
    }

    @BeforeEach
    void make() {
        reopen();
        texts.add(newest());
        for (int i = 0; i < SmallDatabase.COMMITS.size(); i++) {
            SmallDatabase.commit(store, i, leaks.allocator());
            texts.add(newest());
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    final void reopen() {
        if (store != null) {
            store.close();
        }
        store = open();
        history = store.history();
    }

    private String text(Snapshot snapshot) {
        try (snapshot) {
            return SmallDatabase.text(snapshot, leaks.allocator());
        }
    }

    private String newest() {
        return text(store.snapshot());
    }

    /** The versions that the database has. */
    final History history() {
        return history;
    }

    /** Expects the newest version to have the rows that a version had when it was made. */
    final void assertNewestIs(int version) {
        assertEquals(texts.get(version), newest());
    }

    static void assertFails(ErrorCode code, String words, Executable work) {
        GrismException e = assertThrows(GrismException.class, work);
        assertEquals(code, e.code(), e.getMessage());
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }

    private List<Long> numbers() {
        return history.versions().stream().map(Version::number).toList();
    }

    private TreeSet<String> files() throws IOException {
        Path root = temporary.resolve("db");
        TreeSet<String> names = new TreeSet<>();
        try (Stream<Path> found = Files.walk(root)) {
            found.filter(Files::isRegularFile)
                    .forEach(path -> names.add(root.relativize(path).toString()));
        }
        return names;
    }

    @Test
    void versionsAreListedWithWhatTheyDid() {
        for (int round = 0; round < 2; round++) {
            List<Version> versions = history.versions();
            assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L), numbers());
            assertEquals("INSERT main.t", versions.get(2).changes());
            assertEquals("UPDATE main.t", versions.get(5).changes());
            for (int i = 1; i < versions.size(); i++) {
                assertFalse(versions.get(i).time().isBefore(versions.get(i - 1).time()));
            }
            reopen();
        }
    }

    @Test
    void eachVersionStaysAsItWas() {
        for (int round = 0; round < 2; round++) {
            List<Version> versions = history.versions();
            for (int i = 0; i < texts.size(); i++) {
                assertEquals(texts.get(i), text(history.snapshot((long) i)));
                assertEquals(texts.get(i), text(history.snapshot(versions.get(i).time())));
            }
            assertEquals(texts.get(6), text(history.snapshot(Instant.now().plusSeconds(100))));
            Instant before = versions.get(0).time().minusNanos(1);
            assertFails(ErrorCode.UNKNOWN_VERSION, "the oldest one", () -> history.snapshot(before));
            assertFails(ErrorCode.UNKNOWN_VERSION, "version 7", () -> history.snapshot(7));
            assertFails(ErrorCode.UNKNOWN_VERSION, "version -1", () -> history.snapshot(-1));
            reopen();
        }
    }

    @Test
    void tagsNameVersions() {
        for (String tag : List.of("a", "A", "Über größte Tage 🌲", "../x/y", "%41", ".", " ")) {
            history.tag(tag, 2);
            assertEquals(texts.get(2), text(history.snapshot(tag)));
        }
        history.tag("z", 6);
        reopen();
        assertEquals(
                List.of(" ", "%41", ".", "../x/y", "A", "a", "Über größte Tage 🌲"),
                history.versions().get(2).tags());
        assertEquals(List.of("z"), history.versions().get(6).tags());
        assertFails(ErrorCode.OBJECT_EXISTS, "z", () -> history.tag("z", 1));
        assertFails(ErrorCode.UNKNOWN_VERSION, "version 9", () -> history.tag("y", 9));
        assertFails(ErrorCode.INVALID_OPTION, "tag", () -> history.tag("", 1));
        assertFails(ErrorCode.INVALID_OPTION, "tag", () -> history.tag("x".repeat(300), 1));
        history.untag("z");
        assertFails(ErrorCode.UNKNOWN_VERSION, "z", () -> history.snapshot("z"));
        assertFails(ErrorCode.UNKNOWN_VERSION, "z", () -> history.untag("z"));
        history.tag("z", 1);
        assertEquals(texts.get(1), text(history.snapshot("z")));
    }

    @Test
    void aRestoredVersionIsANewOne() {
        for (long number : new long[] {2, 0, 4, 6}) {
            long made = history.restore(number);
            assertEquals(made, numbers().get(numbers().size() - 1));
            assertEquals(texts.get((int) number), newest());
            reopen();
            assertEquals(texts.get((int) number), newest());
        }
        assertEquals(texts.get(6), text(history.snapshot(6)));
        history.restore(3);
        for (int i = 3; i < 6; i++) {
            SmallDatabase.commit(store, i, leaks.allocator());
            assertEquals(texts.get(i + 1), newest());
        }
        assertFails(ErrorCode.UNKNOWN_VERSION, "version 99", () -> history.restore(99));
    }

    @Test
    void vacuumRemovesWhatNobodyNeeds() throws IOException {
        history.tag("kept", 2);
        TreeSet<String> before = files();
        Vacuumed vacuumed;
        try (Snapshot held = history.snapshot(4)) {
            vacuumed = history.vacuum(Instant.now().plusSeconds(1));
            assertEquals(texts.get(4), SmallDatabase.text(held, leaks.allocator()));
        }
        assertEquals(4, vacuumed.versions());
        assertEquals(List.of(2L, 4L, 6L), numbers());
        TreeSet<String> gone = new TreeSet<>(before);
        gone.removeAll(files());
        assertEquals(gone.size(), vacuumed.files());
        assertTrue(vacuumed.bytes() > 0);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 7; i++) {
                long number = i;
                if (i == 2 || i == 4 || i == 6) {
                    assertEquals(texts.get(i), text(history.snapshot(number)));
                } else {
                    assertFails(ErrorCode.UNKNOWN_VERSION, "version " + i, () -> history.snapshot(number));
                }
            }
            reopen();
        }
        assertEquals(1, history.vacuum(Instant.now().plusSeconds(1)).versions());
        assertEquals(0, history.vacuum(Instant.now().plusSeconds(1)).files());
        history.restore(2);
        assertEquals(texts.get(2), newest());
        reopen();
        SmallDatabase.commit(store, 2, leaks.allocator());
        assertEquals(texts.get(3), newest());
        // Nothing is younger than the time of the oldest one.
        assertEquals(0, history.vacuum(history.versions().get(0).time()).versions());
    }

    @Test
    void anOtherStoreSeesWhatIsCommittedAndVacuumed() {
        try (DurableStore other = open()) {
            assertEquals(texts.get(6), text(other.snapshot()));
            try (Snapshot held = other.snapshot()) {
                history.restore(1);
                assertEquals(texts.get(6), SmallDatabase.text(held, leaks.allocator()));
            }
            history.tag("keeps the one before the gap", 6);
            history.restore(2);
            history.restore(3);
            history.vacuum(Instant.now().plusSeconds(1));
            assertEquals(texts.get(3), text(other.snapshot()));
            SmallDatabase.commit(other, 3, leaks.allocator());
            assertEquals(texts.get(4), newest());
            assertFails(ErrorCode.UNKNOWN_VERSION, "version 7", () -> other.history()
                    .snapshot(7));
        }
    }

    /** Also when it was read before, by a store that keeps nothing in memory. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aVersionThatIsGoneIsTold(boolean wasRead) {
        DurableStore other = DurableStore.open(location(), Map.of("cache_bytes", "0"), false, TestFormats.get());
        try (other;
                Snapshot held = other.history().snapshot(5)) {
            if (wasRead) {
                assertEquals(texts.get(5), SmallDatabase.text(held, leaks.allocator()));
            }
            history.restore(1);
            history.vacuum(Instant.now().plusSeconds(1));
            assertFails(ErrorCode.UNKNOWN_VERSION, "vacuum", () -> SmallDatabase.text(held, leaks.allocator()));
            assertFails(ErrorCode.UNKNOWN_VERSION, "version 4", () -> other.history()
                    .snapshot(4));
            assertEquals(texts.get(1), text(other.snapshot()));
        }
    }

    @Test
    void aFileThatIsDeletedIsTold() throws IOException {
        for (String name : files()) {
            if (name.startsWith("tables/") && name.endsWith("." + format()) || name.startsWith("meta/")) {
                byte[] content = Files.readAllBytes(temporary.resolve("db").resolve(name));
                Files.delete(temporary.resolve("db").resolve(name));
                reopenAndMiss(told(name));
                Files.write(temporary.resolve("db").resolve(name), content);
            }
        }
    }

    /** The name that errors tell of a file. */
    String told(String file) {
        return file;
    }

    private void reopenAndMiss(String name) {
        int missed = 0;
        try (DurableStore other = open()) {
            for (long number : numbers()) {
                try {
                    text(other.history().snapshot(number));
                } catch (GrismException e) {
                    assertEquals(ErrorCode.FILE_NOT_FOUND, e.code(), e.getMessage());
                    assertTrue(e.getMessage().contains(name), () -> name + ": " + e.getMessage());
                    missed++;
                }
            }
        } catch (GrismException e) {
            assertEquals(ErrorCode.FILE_NOT_FOUND, e.code(), e.getMessage());
            missed++;
        }
        assertTrue(missed > 0, name);
    }

    @Test
    void optimizeMakesOneFileOfEachSegment() throws IOException {
        TableSnapshot old;
        try (Snapshot snapshot = store.snapshot()) {
            old = assertNotNullTable(snapshot);
        }
        int replaced = history.optimize(null);
        assertTrue(replaced > 1, () -> replaced + " files");
        assertEquals(texts.get(6), newest());
        try (Snapshot snapshot = store.snapshot()) {
            assertEquals(old.version(), assertNotNullTable(snapshot).version(), "the rows are the same");
        }
        assertEquals(0, history.optimize(null));
        history.vacuum(Instant.now().plusSeconds(1));
        assertEquals(
                2,
                files().stream().filter(name -> name.endsWith("." + format())).count(),
                () -> "a file for each table");
        reopen();
        assertEquals(texts.get(6), newest());
        assertFails(ErrorCode.UNKNOWN_TABLE, "main.nope", () -> history.optimize(new ObjectName("main", "nope")));
    }

    private static TableSnapshot assertNotNullTable(Snapshot snapshot) {
        TableSnapshot table = snapshot.table(SmallDatabase.T);
        assertNotNull(table);
        return table;
    }

    @Test
    void writesThatAreGivenUpLeaveNoFiles() throws IOException {
        TreeSet<String> before = files();
        try (WriteTransaction write = store.begin()) {
            new SmallDatabase.Writes(write, leaks.allocator())
                    .insert(SmallDatabase.T, SmallDatabase.SCHEMAS.get(0), 10_000, 70_000);
            assertTrue(files().size() > before.size(), "a full segment is in a file before the commit");
        }
        reopen();
        assertEquals(before, files());
        assertEquals(texts.get(6), newest());
    }

    /** The files that a version of a dataset has for other programs. */
    Set<String> filesForOthers(Path dataset, long number) throws IOException {
        return IpcTableFiles.files(dataset, number);
    }

    @Test
    void otherProgramsFindTheFilesOfEachVersion() throws IOException {
        history.restore(4);
        history.optimize(null);
        for (long number : numbers()) {
            Commit commit = new CommitLog(new LocalFolder(temporary.resolve("db"))).read(number);
            for (TableEntry entry : commit.tables()) {
                TableEntry.Dataset dataset = entry.dataset();
                assertEquals(
                        dataset == null, number < 3 && entry.definition().name().equals(SmallDatabase.CHILD));
                if (dataset != null) {
                    Path folder = temporary.resolve("db/tables/" + Long.toHexString(entry.id()) + "." + format());
                    TreeSet<String> expected = new TreeSet<>();
                    TableContent content = TableContent.decode(
                            "x",
                            Files.readAllBytes(temporary
                                    .resolve("db")
                                    .resolve(entry.content().name())),
                            entry.id(),
                            entry.definition().schema());
                    content.segments().forEach(s -> s.parts().forEach(part -> expected.add(part.name())));
                    assertEquals(expected, filesForOthers(folder, dataset.number()));
                }
            }
        }
    }

    @Test
    void aFolderThatIsNoDatabaseIsLeftAlone() throws IOException {
        Path folder = temporary.resolve("other");
        assertFails(ErrorCode.FILE_NOT_FOUND, "no such folder", () -> open(folder, false));
        Files.createDirectories(folder);
        assertFails(ErrorCode.FILE_FORMAT_ERROR, "empty folder", () -> open(folder, false));
        Files.writeString(folder.resolve("letter.txt"), "Dear");
        assertFails(ErrorCode.FILE_FORMAT_ERROR, "letter.txt", () -> open(folder, true));
        assertFails(ErrorCode.FILE_FORMAT_ERROR, "a folder", () -> open(folder.resolve("letter.txt"), true));
        assertFails(ErrorCode.FILE_NOT_FOUND, "no such folder", () -> open(folder.resolve("deep/er"), false));
        open(folder.resolve("deep/er"), true).close();
        open(folder.resolve("deep/er"), false).close();
        GrismException e = assertThrows(
                GrismException.class,
                () -> DurableStore.open(folder.resolve("deep/er").toString(), Map.of(), false, List.of()));
        assertEquals(ErrorCode.NOT_SUPPORTED, e.code());
        assertTrue(e.getMessage().contains(format()), e.getMessage());
        store.close();
        Files.delete(temporary.resolve("db/grism.db"));
        assertFails(ErrorCode.DATA_CORRUPTED, "grism.db is gone", () -> open(temporary.resolve("db"), true));
    }

    private static String format() {
        return TestFormats.get().get(0).name();
    }

    private static DurableStore open(Path folder, boolean create) {
        return DurableStore.open(folder.toString(), Map.of(), create, TestFormats.get());
    }

    @Test
    void runsOfRemovedNumbersAreJoined() {
        Checkpoint checkpoint = new Checkpoint(100, List.of());
        java.util.Random random = new java.util.Random(3);
        TreeMap<Long, Boolean> model = new TreeMap<>();
        for (int i = 0; i < 300; i++) {
            long number = random.nextInt(60);
            checkpoint = checkpoint.without(number);
            model.put(number, true);
            for (long n = 0; n < 62; n++) {
                assertEquals(model.containsKey(n), checkpoint.isRemoved(n));
            }
            for (int k = 1; k < checkpoint.removed().size(); k++) {
                assertTrue(checkpoint.removed().get(k - 1).to() + 1
                        < checkpoint.removed().get(k).from());
            }
        }
        assertEquals(checkpoint, Checkpoint.decode("x", checkpoint.encode()));
    }
}
