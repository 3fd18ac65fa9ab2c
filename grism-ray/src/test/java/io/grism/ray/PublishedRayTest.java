package io.grism.ray;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What './grism ray up' notes for 'down', which removes the folder that is named there. */
final class PublishedRayTest {
    private static final String PROPERTY = "grism.cache";
    private static final String GONE = "127.0.0.2 2147483647 1";

    private final @Nullable String before = System.getProperty(PROPERTY);

    @TempDir
    private @Nullable Path temporary;

    @BeforeEach
    void setUp() {
        System.setProperty(PROPERTY, cache().toString());
    }

    @AfterEach
    void tearDown() {
        if (before == null) {
            System.clearProperty(PROPERTY);
        } else {
            System.setProperty(PROPERTY, before);
        }
    }

    private Path cache() {
        return Objects.requireNonNull(temporary).resolve("cache");
    }

    private void note(String text) throws IOException {
        Files.writeString(Files.createDirectories(cache()).resolve("ray-cluster.properties"), text);
    }

    @Test
    void removesTheFolderOfAClusterThatIsGone() throws IOException {
        Path folder = Files.createDirectory(Objects.requireNonNull(temporary).resolve("ray"));
        Files.writeString(folder.resolve("127.0.0.2.log"), "log");
        note("address=127.0.0.2:6379\nfolder=" + folder + "\nnode.0=" + GONE + "\n");
        LocalRay noted = LocalRay.published();
        assertNotNull(noted);
        assertEquals("127.0.0.2:6379", noted.address());
        assertEquals(List.of("Ray is down"), down());
        assertTrue(Files.notExists(folder));
        assertEquals(List.of("Ray is not up"), down());
    }

    @Test
    void aDamagedNoteNamesNoCluster() throws IOException {
        for (String damaged : List.of(
                "",
                "address=127.0.0.2:6379\n",
                "address=127.0.0.2:6379\nnode.0=" + GONE + "\n",
                "address=127.0.0.2:6379\nfolder=\nnode.0=" + GONE + "\n",
                "address=127.0.0.2:6379\nfolder=target\nnode.0=" + GONE + "\n",
                "address=127.0.0.2:6379\nfolder=/nowhere\n",
                "folder=/nowhere\nnode.0=" + GONE + "\n",
                "address=127.0.0.2:6379\nfolder=/nowhere\nnode.0=127.0.0.2 21\n",
                "address=127.0.0.2:6379\nfolder=/nowhere\nnode.0=127.0.0.2 pid 1\n",
                "address=\\u12")) {
            note(damaged);
            // Asked for only: 'down' would remove what it names.
            assertNull(LocalRay.published(), damaged);
            assertNull(LocalRay.running(), damaged);
        }
    }

    @Test
    void notesWholeClustersOnly() throws IOException {
        Path folder = Objects.requireNonNull(temporary).resolve("none");
        note("address=127.0.0.2:6379\nfolder=" + folder + "\nnode.0=" + GONE + "\n");
        LocalRay noted = Objects.requireNonNull(LocalRay.published());
        note("");
        noted.publish();
        LocalRay again = Objects.requireNonNull(LocalRay.published());
        assertEquals(noted.report(), again.report());
        try (Stream<Path> files = Files.list(cache())) {
            assertEquals(
                    List.of("ray-cluster.properties"),
                    files.map(file -> file.getFileName().toString()).toList());
        }
    }

    private static List<String> down() {
        List<String> lines = new ArrayList<>();
        new RayCommand(lines::add).run(List.of("down"));
        return lines;
    }
}
