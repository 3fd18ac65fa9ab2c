package io.grism.exec.storage.durable;

import io.grism.exec.storage.DerivedFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
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

    /** An index of a page is made in as much time as it takes to read a file below this part of what is worth one else. */
    private static final int PAGE_PART = 16;

    private static final String PAGES = "pages";
    private static final String SUFFIX = ".index";
    private static final String TEMPORARY = ".tmp";

    private final Path folder;
    private final long leastBytes;
    /** Inside of this one; null if this is one of pages itself. */
    private final @Nullable DerivedFolder pages;

    private DerivedFolder(Path folder, long leastBytes, @Nullable DerivedFolder pages) {
        this.folder = folder;
        this.leastBytes = leastBytes;
        this.pages = pages;
    }

    /**
     * A folder, which need not exist.
     *
     * @param leastBytes what is smaller is not worth a file
     */
    public DerivedFolder(Path folder, long leastBytes) {
        this(folder, leastBytes, new DerivedFolder(folder.resolve(PAGES), leastBytes / PAGE_PART, null));
    }

    /** Where indexes of pages are kept. They belong to a segment, by its {@link StoredSegment#identity()}, in the place of a version of a table; none of them makes another one old. */
    DerivedFolder pages() {
        return pages == null ? this : pages;
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
        } catch (NoSuchFileException | ClosedByInterruptException e) {
            return null;
        } catch (IOException e) {
            // It can be made again.
            remove(file);
            return null;
        }
    }

    @Override
    public boolean write(String name, long version, Writing writing) {
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
            if (pages != null) {
                removeOld(name);
            }
            return true;
        } catch (IOException e) {
            // A folder that cannot be written, or has no room: what would be here is made again.
            remove(temporary);
            return false;
        }
    }

    /** Removes one file, if it is there. */
    void remove(String name, long version) {
        remove(folder.resolve(name + suffix(version)));
    }

    private void makeFolder() throws IOException {
        Path outer = folder.getParent();
        if (pages == null && outer != null) {
            make(outer);
        }
        make(folder);
    }

    private static void make(Path folder) throws IOException {
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
     * Removes what was not made of one of these versions of tables, or of these segments, and what writers have left that died.
     *
     * @return what was removed, by its size
     */
    public List<Long> retain(Set<Long> versions) {
        List<Long> sizes = pages == null ? new ArrayList<>() : pages.retain(versions);
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
