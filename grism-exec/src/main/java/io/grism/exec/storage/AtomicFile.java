package io.grism.exec.storage;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** A file in the making beside its place: {@link #commit()} puts it there at once, closing without it leaves nothing. */
public final class AtomicFile implements AutoCloseable {
    private final Path target;
    private final Path temporary;

    public AtomicFile(Path target) {
        this.target = target.toAbsolutePath();
        Path name = this.target.getFileName();
        if (name == null || Files.isDirectory(this.target)) {
            throw new GrismException(ErrorCode.IO_ERROR, "Cannot write " + target + ": it is a directory");
        }
        this.temporary = this.target.resolveSibling("." + name + "." + UUID.randomUUID() + ".tmp");
    }

    /** Where to write; the file does not exist yet. */
    public Path temporary() {
        return temporary;
    }

    /** Puts the file in its place, in place of one that is there. */
    public void commit() throws IOException {
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** What to report when writing fails. */
    public GrismException failed(IOException e) {
        String reason = e instanceof NoSuchFileException ? "there is no such folder" : String.valueOf(e.getMessage());
        return new GrismException(ErrorCode.IO_ERROR, "Cannot write " + target + ": " + reason, e);
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            throw new GrismException(ErrorCode.IO_ERROR, "Cannot remove the unfinished file " + temporary, e);
        }
    }
}
