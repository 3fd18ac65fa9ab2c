package io.grism.lance;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The folder that Grism keeps what it has unpacked in: GRISM_CACHE, or {@code grism} in the user's cache folder. */
final class CacheFolder {
    private CacheFolder() {}

    static Path get() {
        @Nullable String own = System.getProperty("grism.cache", System.getenv("GRISM_CACHE"));
        if (own != null && !own.isBlank()) {
            return Path.of(own).toAbsolutePath();
        }
        @Nullable String users = System.getenv("XDG_CACHE_HOME");
        Path base =
                users != null && !users.isBlank() ? Path.of(users) : Path.of(System.getProperty("user.home"), ".cache");
        return base.resolve("grism").toAbsolutePath();
    }
}
