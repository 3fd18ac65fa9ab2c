package io.grism.exec.storage.durable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.History.Version;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.WriteTransaction;
import io.grism.exec.test.LeakCheck;
import io.grism.exec.test.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to a file of a database, it gives what was written to it or tells what is wrong. The property grism.flips gives another number of flipped bits. */
final class DamagedDatabaseTest {
    private static final int FLIPS = Integer.getInteger("grism.flips", 200);
    private static final int WRITE_EVERY = 5;
    private static final Set<ErrorCode> CLEAR = Set.of(
            ErrorCode.DATA_CORRUPTED,
            ErrorCode.IO_ERROR,
            ErrorCode.FILE_NOT_FOUND,
            ErrorCode.FILE_FORMAT_ERROR,
            ErrorCode.NOT_SUPPORTED);

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    @TempDir
    Path temporary;

    private final Map<String, byte[]> files = new TreeMap<>();
    private final Map<Long, String> expected = new HashMap<>();
    private String afterWrite = "";
    private int checks;

    private DurableStore open(Path folder) {
        return DurableStore.open(folder.toString(), Map.of(), false, TestFormats.get());
    }

    @BeforeEach
    void make() throws IOException {
        Path folder = temporary.resolve("db");
        try (DurableStore store = DurableStore.open(folder.toString(), Map.of(), true, TestFormats.get())) {
            for (int i = 0; i < SmallDatabase.COMMITS.size(); i++) {
                SmallDatabase.commit(store, i, leaks.allocator());
            }
            store.history().optimize(SmallDatabase.T);
            store.history().tag("Some tag", 3);
            for (Version version : store.history().versions()) {
                try (Snapshot snapshot = store.history().snapshot(version.number())) {
                    expected.put(version.number(), SmallDatabase.text(snapshot, leaks.allocator()));
                }
            }
        }
        read(folder);
        try (DurableStore store = open(folder)) {
            afterWrite = write(store);
        }
        write(folder, files);
    }

    private void read(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path path : found.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(path).toString(), Files.readAllBytes(path));
            }
        }
    }

    private static void write(Path folder, Map<String, byte[]> content) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> found = Files.walk(folder)) {
                for (Path path :
                        found.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectories(folder);
        for (Map.Entry<String, byte[]> file : content.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
    }

    private String write(DurableStore store) {
        try (WriteTransaction write = store.begin()) {
            new SmallDatabase.Writes(write, leaks.allocator()).update(SmallDatabase.T, 700, "after");
            new SmallDatabase.Writes(write, leaks.allocator()).delete(SmallDatabase.CHILD, 3);
            write.commit();
        }
        try (Snapshot snapshot = store.snapshot()) {
            return SmallDatabase.text(snapshot, leaks.allocator());
        }
    }

    /** Reads all versions, and now and then changes something and reads again. Each time the rows are right or the error is clear. */
    private int check(Path folder, String what) {
        int errors = 0;
        DurableStore opened = null;
        try {
            opened = open(folder);
        } catch (GrismException e) {
            checkClear(e, what);
            return 1;
        }
        try (DurableStore store = opened) {
            errors += check(what + ", newest", expected.get(7L), () -> {
                try (Snapshot snapshot = store.snapshot()) {
                    return SmallDatabase.text(snapshot, leaks.allocator());
                }
            });
            for (long version = 0; version < 7; version++) {
                long number = version;
                errors += check(what + ", version " + version, expected.get(number), () -> {
                    try (Snapshot snapshot = store.history().snapshot(number)) {
                        return SmallDatabase.text(snapshot, leaks.allocator());
                    }
                });
            }
            // Not each time: a write waits for the disk.
            if (checks++ % WRITE_EVERY == 0) {
                errors += check(what + ", after a write", afterWrite, () -> write(store));
            }
        }
        return errors;
    }

    private interface Read {
        String text();
    }

    private static int check(String what, String expected, Read read) {
        String text;
        try {
            text = read.text();
        } catch (GrismException e) {
            checkClear(e, what);
            return 1;
        }
        if (!text.equals(expected)) {
            throw new AssertionError(what + ": other rows");
        }
        return 0;
    }

    private static void checkClear(GrismException e, String what) {
        if (!CLEAR.contains(e.code())) {
            throw new AssertionError(what + ": " + e.code() + " " + e.getMessage(), e);
        }
        assertTrue(e.getMessage().contains("/"), () -> what + ": no name in " + e.getMessage());
    }

    @Test
    void theDatabaseIsAsItWasMade() throws IOException {
        assertEquals(0, check(temporary.resolve("db"), "nothing done to it"));
        assertEquals(8, expected.size());
        assertTrue(files.size() > 30, () -> "files: " + files.keySet());
    }

    @Test
    void aFlippedBitIsNoticed() throws IOException {
        long seed = Seeds.first();
        System.out.println("seed " + seed + ", " + FLIPS + " flips in " + files.size() + " files");
        Random random = new Random(seed);
        List<String> names = new ArrayList<>(files.keySet());
        names.removeIf(name -> files.get(name).length == 0);
        int noticed = 0;
        for (int i = 0; i < FLIPS; i++) {
            // Each file in turn; large ones are all the same inside.
            String name = names.get(i % names.size());
            byte[] bytes = files.get(name).clone();
            int bit = random.nextInt(bytes.length * 8);
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            Path folder = temporary.resolve("db");
            Map<String, byte[]> damaged = new TreeMap<>(files);
            damaged.put(name, bytes);
            write(folder, damaged);
            noticed += check(folder, "seed " + seed + ", bit " + bit + " of " + name) > 0 ? 1 : 0;
        }
        System.out.println(noticed + " noticed");
        assertTrue(noticed > FLIPS / 2);
    }

    /** To what a file is cut. */
    private static Set<Integer> lengths(int whole, Random random) {
        Set<Integer> lengths = new TreeSet<>(List.of(0, whole / 2, Math.max(0, whole - 1)));
        lengths.add(whole == 0 ? 0 : random.nextInt(whole));
        return lengths;
    }

    @Test
    void aTruncatedFileIsNoticed() throws IOException {
        Random random = new Random(11);
        for (String name : files.keySet()) {
            byte[] whole = files.get(name);
            Set<Integer> lengths = lengths(whole.length, random);
            for (int length : lengths) {
                Map<String, byte[]> damaged = new TreeMap<>(files);
                damaged.put(name, java.util.Arrays.copyOf(whole, length));
                Path folder = temporary.resolve("db");
                write(folder, damaged);
                check(folder, length + " bytes of " + name);
            }
        }
    }

    /** Whether some version cannot be read, or nothing be written, without a file. */
    private static boolean isNeeded(String name) {
        return !name.startsWith("tags/")
                && !name.equals("lock")
                && !name.equals("checkpoint")
                && !name.contains("/versions/");
    }

    @Test
    void aMissingFileIsNoticed() throws IOException {
        for (String name : files.keySet()) {
            Map<String, byte[]> damaged = new TreeMap<>(files);
            damaged.remove(name);
            Path folder = temporary.resolve("db");
            write(folder, damaged);
            int errors = check(folder, "without " + name);
            if (isNeeded(name)) {
                assertTrue(errors > 0, () -> "nobody missed " + name);
            }
        }
    }

    @Test
    void filesThatAreSwappedAreNoticed() throws IOException {
        List<String> names = new ArrayList<>(files.keySet());
        Random random = new Random(5);
        for (int i = 0; i < 40; i++) {
            String one = names.get(random.nextInt(names.size()));
            String other = names.get(random.nextInt(names.size()));
            Map<String, byte[]> damaged = new TreeMap<>(files);
            damaged.put(one, files.get(other));
            damaged.put(other, files.get(one));
            Path folder = temporary.resolve("db");
            write(folder, damaged);
            check(folder, one + " for " + other);
        }
    }

    @Test
    void aNewerFormatIsRefused() throws IOException {
        for (String name : List.of("grism.db", "checkpoint", "commits/00000000000000000007")) {
            byte[] bytes = files.get(name).clone();
            bytes[Encoder.MAGIC_BYTES + 3] = 99;
            CRC32C sum = new CRC32C();
            sum.update(bytes, 0, bytes.length - 4);
            java.nio.ByteBuffer.wrap(bytes).putInt(bytes.length - 4, (int) sum.getValue());
            Map<String, byte[]> newer = new TreeMap<>(files);
            newer.put(name, bytes);
            Path folder = temporary.resolve("db");
            write(folder, newer);
            GrismException e = assertThrows(GrismException.class, () -> open(folder));
            assertEquals(ErrorCode.NOT_SUPPORTED, e.code(), e.getMessage());
            assertTrue(e.getMessage().contains("was written by a newer version of Grism"), e.getMessage());
        }
    }

    @Test
    void bytesThatPassTheChecksumAndMakeNoSenseAreNoDefect() throws IOException {
        long seed = Seeds.first();
        Random random = new Random(seed);
        Map<String, byte[]> all = new TreeMap<>(files);
        all.put("state", new SmallFiles(1, new TreeMap<>(Map.of("tags/a", new byte[] {1, 2}))).encode());
        for (String name : all.keySet()) {
            byte[] whole = all.get(name);
            FileKind kind = name.startsWith("commits/")
                    ? FileKind.COMMIT
                    : name.startsWith("meta/")
                            ? FileKind.TABLE
                            : name.startsWith("tags/")
                                    ? FileKind.TAG
                                    : name.equals("checkpoint")
                                            ? FileKind.CHECKPOINT
                                            : name.equals(Marker.NAME)
                                                    ? FileKind.MARKER
                                                    : name.equals("state") ? FileKind.STATE : null;
            for (int i = 0; kind != null && i < 300; i++) {
                byte[] bytes = whole.clone();
                int from = Encoder.MAGIC_BYTES + 4;
                for (int k = random.nextInt(3); k >= 0 && bytes.length > from + 4; k--) {
                    bytes[from + random.nextInt(bytes.length - from - 4)] = (byte) random.nextInt();
                }
                CRC32C sum = new CRC32C();
                sum.update(bytes, 0, bytes.length - 4);
                java.nio.ByteBuffer.wrap(bytes).putInt(bytes.length - 4, (int) sum.getValue());
                try {
                    decode(kind, bytes);
                } catch (GrismException e) {
                    assertEquals(ErrorCode.DATA_CORRUPTED, e.code(), () -> "seed " + seed + ": " + e.getMessage());
                } catch (RuntimeException e) {
                    throw new AssertionError("seed " + seed + ": " + name, e);
                }
            }
        }
    }

    private void decode(FileKind kind, byte[] bytes) {
        switch (kind) {
            case MARKER -> Marker.decode("/x", bytes);
            case CHECKPOINT -> Checkpoint.decode("/x", bytes);
            case COMMIT -> Commit.decode("/x", bytes, 7);
            case STATE -> SmallFiles.decode("/x", 1, bytes);
            case TAG -> new Decoder("/x", FileKind.TAG, bytes).getString();
            case TABLE -> {
                Decoder in = new Decoder("/x", FileKind.TABLE, bytes);
                for (org.apache.arrow.vector.types.pojo.Schema schema : SmallDatabase.SCHEMAS) {
                    TableContent.decode("/x", bytes, in.getLong(), schema);
                }
            }
        }
    }
}
