package io.grism.exec.storage.durable;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** A folder in a file system of this machine. The file system has hard links. */
final class LocalFolder implements Folder {
    /** What files have at the end of their names before they are put in place. */
    static final String TEMPORARY = ".tmp";

    private static final String DERIVED = "derived";

    private static final int CHUNK = 1 << 16;

    private final Path root;
    /** Folders whose names are known to outlast a crash. */
    private final Set<Path> lasting = ConcurrentHashMap.newKeySet();

    LocalFolder(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public String location() {
        return root.toString();
    }

    @Override
    public String locationOf(String name) {
        return path(name).toString();
    }

    private Path path(String name) {
        return name.isEmpty() ? root : root.resolve(name);
    }

    @Override
    public DerivedFolder derived(long leastBytes) {
        return new DerivedFolder(path(DERIVED), leastBytes);
    }

    @Override
    public boolean exists() {
        if (!Files.exists(root)) {
            return false;
        }
        if (!Files.isDirectory(root)) {
            throw new GrismException(
                    ErrorCode.FILE_FORMAT_ERROR,
                    "Cannot open database " + root + ": it is a file. A database is a folder");
        }
        return true;
    }

    @Override
    public void create() {
        try {
            Path existing = root;
            while (existing != null && !Files.exists(existing)) {
                existing = existing.getParent();
            }
            Files.createDirectories(root);
            Path made = root.getParent();
            while (made != null && existing != null && made.startsWith(existing)) {
                syncPath(made);
                made = made.getParent();
            }
        } catch (IOException e) {
            throw failed("make the folder", root, e);
        }
    }

    @Override
    public boolean isWritable() {
        return Files.isWritable(root);
    }

    @Override
    public byte[] read(String name) {
        try {
            return Files.readAllBytes(path(name));
        } catch (IOException e) {
            throw failed("read", path(name), e);
        }
    }

    @Override
    public long size(String name) {
        try {
            return Files.size(path(name));
        } catch (NoSuchFileException | NotDirectoryException e) {
            return -1;
        } catch (IOException e) {
            throw failed("read", path(name), e);
        }
    }

    @Override
    public int checksum(String name) {
        CRC32C sum = new CRC32C();
        try (FileChannel file = FileChannel.open(path(name), StandardOpenOption.READ)) {
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
            while (file.read(chunk) >= 0) {
                chunk.flip();
                sum.update(chunk);
                chunk.clear();
            }
        } catch (IOException e) {
            throw failed("read", path(name), e);
        }
        return (int) sum.getValue();
    }

    @Override
    public List<String> list(String folder) {
        Path start = path(folder);
        List<String> names = new ArrayList<>();
        try {
            Files.walkFileTree(start, Set.of(), folder.isEmpty() ? 1 : Integer.MAX_VALUE, new Lister(names));
        } catch (IOException e) {
            throw failed("list", start, e);
        }
        names.sort(Comparator.naturalOrder());
        return names;
    }

    /** Collects what is there, while others add and remove files. */
    private final class Lister extends SimpleFileVisitor<Path> {
        private final List<String> names;

        Lister(List<String> names) {
            this.names = names;
        }

        @Override
        public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            names.add(root.relativize(path).toString().replace('\\', '/'));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw e;
        }
    }

    @Override
    public void write(String name, byte[] content) {
        Path path = path(name);
        try {
            makeFolders(path);
            Files.write(path, content, StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw failed("write", path, e);
        }
    }

    @Override
    public boolean put(String name, byte[] content) {
        Path path = path(name);
        Path temporary = temporary(path);
        try {
            makeFolders(path);
            try {
                writeNew(temporary, content);
                Files.createLink(path, temporary);
            } catch (FileAlreadyExistsException e) {
                return false;
            } finally {
                Files.deleteIfExists(temporary);
            }
            syncPath(parent(path));
            return true;
        } catch (IOException e) {
            throw failed("write", path, e);
        } catch (UnsupportedOperationException e) {
            throw new GrismException(
                    ErrorCode.NOT_SUPPORTED,
                    "Cannot write " + path + ": the file system has no hard links, which a database needs",
                    e);
        }
    }

    @Override
    public void replace(String name, byte[] content) {
        Path path = path(name);
        try {
            Path temporary = temporary(path);
            writeNew(temporary, content);
            move(temporary, path);
            syncPath(parent(path));
        } catch (IOException e) {
            throw failed("write", path, e);
        }
    }

    @Override
    public void note(String name, byte[] content) {
        Path path = path(name);
        try {
            Path temporary = temporary(path);
            Files.write(temporary, content, StandardOpenOption.CREATE_NEW);
            move(temporary, path);
        } catch (IOException e) {
            throw failed("write", path, e);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(from);
        }
    }

    private static Path temporary(Path path) {
        return path.resolveSibling("." + path.getFileName() + "." + UUID.randomUUID() + TEMPORARY);
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("no file in a folder: " + path);
        }
        return parent;
    }

    /** Makes the folders that a file is to be in, and makes them outlast a crash. */
    private void makeFolders(Path path) throws IOException {
        Path folder = parent(path);
        if (Files.isDirectory(folder)) {
            return;
        }
        if (folder.equals(root)) {
            throw new NoSuchFileException(root.toString());
        }
        makeFolders(folder);
        Files.createDirectory(folder);
        syncPath(parent(folder));
    }

    private static void writeNew(Path path, byte[] content) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        }
    }

    @Override
    public void sync(List<String> names) {
        Set<Path> folders = new LinkedHashSet<>();
        for (String name : names) {
            Path path = path(name);
            force(path);
            Path folder = parent(path);
            folders.add(folder);
            while (!folder.equals(root) && lasting.add(folder)) {
                folder = parent(folder);
                folders.add(folder);
            }
        }
        folders.forEach(LocalFolder::force);
    }

    private static void force(Path path) {
        try {
            syncPath(path);
        } catch (IOException e) {
            throw failed("write", path, e);
        }
    }

    @Override
    public void syncFolder(String folder) {
        try {
            syncPath(path(folder));
        } catch (NoSuchFileException e) {
            // Nothing was deleted in a folder that is not there.
        } catch (IOException e) {
            throw failed("write", path(folder), e);
        }
    }

    /** fsync of a file or a folder. */
    private static void syncPath(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            file.force(true);
        }
    }

    @Override
    public void delete(String name) {
        try {
            Files.deleteIfExists(path(name));
        } catch (IOException e) {
            throw failed("delete", path(name), e);
        }
    }

    @Override
    public void deleteEmptyFolders(String folder) {
        Path start = path(folder);
        if (!Files.isDirectory(start)) {
            return;
        }
        List<Path> folders;
        try (Stream<Path> found = Files.walk(start)) {
            folders = found.filter(Files::isDirectory)
                    .sorted(Comparator.reverseOrder())
                    .toList();
            for (Path path : folders) {
                deleteIfEmpty(path);
            }
        } catch (IOException e) {
            throw failed("delete", start, e);
        } catch (UncheckedIOException e) {
            throw failed("delete", start, e.getCause());
        }
    }

    private static void deleteIfEmpty(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            // It has files, so it stays.
        }
    }

    @Override
    public @Nullable Lock lock(Duration patience) {
        try {
            return FileLocks.lock(root.toRealPath(), patience);
        } catch (IOException e) {
            throw failed("lock", root, e);
        }
    }

    private static GrismException failed(String verb, Path path, IOException e) {
        if (e instanceof NoSuchFileException) {
            return notFound(verb, path.toString(), e);
        }
        String reason = e instanceof AccessDeniedException ? "permission denied" : String.valueOf(e.getMessage());
        return new GrismException(ErrorCode.IO_ERROR, "Cannot " + verb + " " + path + ": " + reason, e);
    }

    static GrismException notFound(String verb, String name, @Nullable IOException cause) {
        return new GrismException(
                ErrorCode.FILE_NOT_FOUND, "Cannot " + verb + " " + name + ": there is no such file", cause);
    }
}
