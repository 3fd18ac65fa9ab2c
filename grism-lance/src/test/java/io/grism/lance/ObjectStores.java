package io.grism.lance;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where tests put databases in an object store: in that of the URL which the property grism.objects has, with the keys that environment variables have; by default in Lance's store of the files of this machine, which it treats as it does
 * the others.
 */
public final class ObjectStores {
    private static final @Nullable String URL = System.getProperty("grism.objects");

    private ObjectStores() {}

    /** Whether they are in the files of this machine. */
    public static boolean isLocal() {
        return URL == null;
    }

    /** A place for one test, which has a folder of this machine for itself. */
    public static String place(Path folder) {
        return URL == null ? "file-object-store://" + folder.resolve("db") : URL + "/" + name(folder);
    }

    private static String name(Path folder) {
        return UUID.nameUUIDFromBytes(folder.toString().getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
