package io.grism.exec.storage.durable;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.PagedStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Finds out whether a folder is a database, or makes it one. */
final class FolderOpener {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Folder folder;
    private final Map<String, String> options;
    private final List<TableFormat> formats;

    FolderOpener(Folder folder, Map<String, String> options, List<TableFormat> formats) {
        this.folder = folder;
        this.options = options;
        this.formats = formats;
    }

    /** The format of the tables of the database, which exists from then on. */
    TableFormat open(boolean create) {
        boolean exists = folder.exists();
        if (!exists && !create) {
            throw new GrismException(
                    ErrorCode.FILE_NOT_FOUND,
                    "Cannot open database " + folder.location()
                            + (folder.isLocal() ? ": there is no such folder" : ": there is none"));
        }
        if (!exists || folder.size(Marker.NAME) < 0) {
            create(create);
        }
        Marker marker = Marker.decode(folder.locationOf(Marker.NAME), folder.read(Marker.NAME));
        return format(marker.format());
    }

    private void create(boolean create) {
        if (folder.exists()) {
            checkEmpty();
            if (!create) {
                throw noDatabase("it is an empty folder");
            }
        }
        String format = formatOfNew();
        folder.create();
        Folder.Lock lock = folder.lock(PATIENCE);
        if (lock == null) {
            throw new GrismException(
                    ErrorCode.WRITE_CONFLICT,
                    "Cannot make the database " + folder.location()
                            + ": another process is at it and did not end in time");
        }
        try (lock) {
            if (folder.size(Marker.NAME) >= 0) {
                return;
            }
            checkEmpty();
            CommitLog log = new CommitLog(folder);
            if (!log.exists(0)) {
                log.add(new Commit(0, Instant.now(), "", List.of(PagedStore.DEFAULT_SCHEMA), List.of(), List.of()));
            }
            log.noteNewest(0);
            folder.put(Marker.NAME, new Marker(UUID.randomUUID(), format).encode());
        }
    }

    /** Fails when the folder has anything but what an attempt to make a database may have left. */
    private void checkEmpty() {
        for (String name : folder.list("")) {
            if (name.equals(CommitLog.FOLDER)) {
                for (String commit : folder.list(name)) {
                    if (!commit.endsWith(LocalFolder.TEMPORARY) && !commit.equals(CommitLog.name(0))) {
                        throw new GrismException(
                                ErrorCode.DATA_CORRUPTED,
                                "Cannot open database " + folder.location() + ": the file " + Marker.NAME
                                        + " is gone. Restore it from a back-up");
                    }
                }
            } else if (!name.equals(FileLocks.NAME)
                    && !name.equals(CommitLog.CHECKPOINT)
                    && !name.endsWith(LocalFolder.TEMPORARY)) {
                throw noDatabase("it has other files, as " + name);
            }
        }
    }

    private GrismException noDatabase(String reason) {
        return new GrismException(
                ErrorCode.FILE_FORMAT_ERROR,
                "Cannot open " + folder.location() + ": it is no database of Grism, " + reason);
    }

    private String formatOfNew() {
        String name = options.get("format");
        if (name != null) {
            return format(name).name();
        }
        if (formats.isEmpty()) {
            throw noFormat("there is no format for the files of its tables");
        }
        return formats.get(0).name();
    }

    private TableFormat format(String name) {
        return formats.stream()
                .filter(format -> format.name().equals(name))
                .findFirst()
                .orElseThrow(() -> noFormat("the format " + name + " is not known here"));
    }

    private GrismException noFormat(String reason) {
        return noFormat(folder.location(), reason);
    }

    static GrismException noFormat(String location, String reason) {
        return new GrismException(
                ErrorCode.NOT_SUPPORTED,
                "Cannot open database " + location + ": " + reason
                        + ". Add the module that has it: grism-lance for lance");
    }
}
