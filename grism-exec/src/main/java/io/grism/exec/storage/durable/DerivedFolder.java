package io.grism.exec.storage.durable;

import io.grism.exec.storage.DerivedFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder of what was derived from tables. A file appears whole, or not at all; it has a checksum, and one that is damaged counts as none. So nothing is done to make files outlast a crash, and it never matters when they are lost, cannot be
 * written, or are removed by others.
 */
public final class DerivedFolder implements DerivedFiles {
    /** Files with one name: for the newest version, and for one that may still be read. */
    private static final int VERSIONS = 2;

    private static final String SUFFIX = ".index";
    private static final String TEMPORARY = ".tmp";

    private final Path folder;
    private final long leastBytes;

    /**
     * A folder, which need not exist.
     *
     * @param leastBytes what is smaller is not worth a file
     */
    public DerivedFolder(Path folder, long leastBytes) {
        this.folder = folder;
        this.leastBytes = leastBytes;
    }

    @Override
    public boolean isWorth(long bytes) {
        return bytes >= leastBytes;
    }

    @Override
    public boolean has(long version) {
        return !files("", suffix(version)).isEmpty();
    }

    @Override
    public <T> @Nullable T read(String name, long version, Reading<T> reading) {
        Path file = folder.resolve(name + suffix(version));
        try (DerivedReader in = new DerivedReader(file)) {
            T value = reading.from(in);
            if (value != null) {
                in.checkEnd();
            }
            return value;
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            // It can be made again.
            remove(file);
            return null;
        }
    }

    @Override
    public void write(String name, long version, Writing writing) {
        Path temporary = folder.resolve(name + "-" + UUID.randomUUID() + TEMPORARY);
        try {
            makeFolder();
            try (DerivedWriter out = new DerivedWriter(temporary)) {
                writing.to(out);
                out.finish();
            }
            Files.move(
                    temporary,
                    folder.resolve(name + suffix(version)),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            removeOld(name);
        } catch (IOException e) {
            // A folder that cannot be written, or has no room: what would be here is made again.
            remove(temporary);
        }
    }

    private void makeFolder() throws IOException {
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            // as it should be
        }
    }

    private void removeOld(String name) {
        List<Path> all = files(name + "-", SUFFIX);
        all.sort(Comparator.comparing(DerivedFolder::time).reversed());
        all.stream().skip(VERSIONS).forEach(DerivedFolder::remove);
    }

    private static FileTime time(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    /**
     * Removes what was not made of one of these versions of tables, and what writers have left that died.
     *
     * @return what was removed, by its size
     */
    public List<Long> retain(Set<Long> versions) {
        List<Long> sizes = new ArrayList<>();
        for (Path file : files("", "")) {
            String name = String.valueOf(file.getFileName());
            if (name.endsWith(TEMPORARY) ? isStale(file) : name.endsWith(SUFFIX) && !versions.contains(version(name))) {
                long size = size(file);
                if (remove(file)) {
                    sizes.add(size);
                }
            }
        }
        return sizes;
    }

    private static boolean isStale(Path file) {
        return time(file).toMillis() < System.currentTimeMillis() - 3_600_000;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    private static String suffix(long version) {
        return "-" + HexFormat.of().toHexDigits(version) + SUFFIX;
    }

    /** The version in the name of a file; -1 for none. */
    private static long version(String name) {
        int end = name.length() - SUFFIX.length();
        int start = end - 2 * Long.BYTES;
        try {
            return start < 0 ? -1 : HexFormat.fromHexDigitsToLong(name, start, end);
        } catch (IllegalArgumentException e) {
            return -1;
        }
    }

    private List<Path> files(String prefix, String suffix) {
        try (Stream<Path> all = Files.list(folder)) {
            return new ArrayList<>(all.filter(file -> {
                        String name = String.valueOf(file.getFileName());
                        return name.startsWith(prefix) && name.endsWith(suffix);
                    })
                    .toList());
        } catch (IOException | UncheckedIOException e) {
            // A folder that is not there, or cannot be read, has nothing.
            return new ArrayList<>();
        }
    }

    /** Whether the file was there and is gone. */
    private static boolean remove(Path file) {
        try {
            return Files.deleteIfExists(file);
        } catch (IOException e) {
            return false;
        }
    }
}
