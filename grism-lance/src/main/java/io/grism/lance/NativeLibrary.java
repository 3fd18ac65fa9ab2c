package io.grism.lance;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.jar.JarEntry;
import org.jspecify.annotations.Nullable;

/**
 * A native library that lies in a jar, unpacked once for all processes: into {@code native} in the folder GRISM_CACHE, or in {@code grism} in the user's cache folder, under a name with its checksum. Where
 * that folder cannot be written, it is unpacked for this process alone, and leaves nothing behind.
 */
public final class NativeLibrary {
    private NativeLibrary() {}

    /**
     * Loads a library.
     *
     * @param folder in the jar of {@code owner}, with a folder for each platform
     * @throws GrismException NOT_SUPPORTED if there is none for this platform, IO_ERROR
     */
    public static void load(Class<?> owner, String folder, String name) {
        String resource = folder + "/" + platform() + "/" + System.mapLibraryName(name);
        URL url = owner.getResource(resource);
        if (url == null) {
            throw new GrismException(
                    ErrorCode.NOT_SUPPORTED,
                    "Cannot open databases in folders on " + platform()
                            + ": Lance has no library for it. There are linux-x86-64, linux-aarch64 and darwin-aarch64");
        }
        try {
            Path cached = cached(url, System.mapLibraryName(name));
            if (cached != null) {
                System.load(cached.toString());
                return;
            }
            Path own = Files.createTempFile("grism-", System.mapLibraryName(name));
            try {
                unpack(url, own);
                System.load(own.toString());
            } finally {
                Files.delete(own);
            }
        } catch (IOException | UnsatisfiedLinkError e) {
            throw new GrismException(
                    ErrorCode.IO_ERROR, "Cannot load the native library " + resource + ": " + e.getMessage(), e);
        }
    }

    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String os = system.startsWith("mac") ? "darwin" : system.startsWith("windows") ? "windows" : system;
        return os + "-" + (machine.equals("amd64") || machine.equals("x86_64") ? "x86-64" : machine);
    }

    /** The library's file in the cache, put there if it is missing; null where that cannot be done. */
    private static @Nullable Path cached(URL url, String name) throws IOException {
        URLConnection connection = url.openConnection();
        if (!(connection instanceof JarURLConnection jar)) {
            return null;
        }
        JarEntry entry = jar.getJarEntry();
        if (entry.getSize() < 0 || entry.getCrc() < 0) {
            return null;
        }
        Path folder = CacheFolder.get()
                .resolve("native")
                .resolve(name + "-" + entry.getSize() + "-" + Long.toHexString(entry.getCrc()));
        Path file = folder.resolve(name);
        if (isWhole(file, entry)) {
            return file;
        }
        try {
            Files.createDirectories(folder);
            Path part = Files.createTempFile(folder, name, ".part");
            try {
                unpack(url, part);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            return isWhole(file, entry) ? file : null;
        }
        return file;
    }

    private static boolean isWhole(Path file, JarEntry entry) throws IOException {
        return Files.isReadable(file) && Files.size(file) == entry.getSize();
    }

    private static void unpack(URL url, Path file) throws IOException {
        try (InputStream in = url.openStream();
                FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                OutputStream out = Channels.newOutputStream(channel)) {
            in.transferTo(out);
            channel.force(true);
        }
    }
}
