package io.grism.exec.storage.durable;

import io.grism.exec.storage.durable.StoredSegment.Part;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;

/** Removes files that no commit has. For the single writer of all processes, so no file of a running write is among them. */
final class Sweeper {
    /** What is gone. */
    record Swept(int files, long bytes) {}

    private final Database database;
    private final CommitLog log;

    Sweeper(Database database, CommitLog log) {
        this.database = database;
        this.log = log;
    }

    /** The bytes of the files of commits. */
    long bytesOf(Collection<Long> commits) {
        long bytes = 0;
        for (long number : commits) {
            bytes += Math.max(0, database.folder().size(CommitLog.name(number)));
        }
        return bytes;
    }

    /** The files that commits name, all but their own. */
    Set<FileSum> filesOf(Collection<Long> commits) {
        Set<FileSum> files = new HashSet<>();
        for (long number : commits) {
            for (TableEntry entry : log.read(number).tables()) {
                if (files.add(entry.content())) {
                    for (StoredSegment segment :
                            DurableStore.content(database, entry).segments()) {
                        segment.parts().forEach(part -> files.add(part.sum()));
                    }
                }
            }
        }
        return files;
    }

    /** Removes files. */
    Swept remove(Collection<FileSum> files) {
        long bytes = 0;
        for (FileSum file : files) {
            bytes += file.bytes();
            database.removed(file.name());
            database.folder().delete(file.name());
        }
        return new Swept(files.size(), bytes);
    }

    /**
     * Looks through the whole database.
     *
     * @param kept further names of files to keep
     */
    Swept sweep(Set<String> kept) {
        Folder folder = database.folder();
        Set<String> names = new HashSet<>(kept);
        TreeSet<Long> numbers = log.numbers();
        Set<FileSum> seen = new HashSet<>();
        Set<Long> versions = new HashSet<>();
        for (long number : numbers) {
            names.add(CommitLog.name(number));
            for (TableEntry entry : log.read(number).tables()) {
                TableEntry.Dataset dataset = entry.dataset();
                if (dataset != null) {
                    dataset.files().forEach(sum -> names.add(sum.name()));
                }
                if (seen.add(entry.content())) {
                    names.add(entry.content().name());
                    TableContent content = DurableStore.content(database, entry);
                    versions.add(content.version());
                    content.ancestors().forEach(ancestor -> versions.add(ancestor.version()));
                    for (StoredSegment segment : content.segments()) {
                        versions.add(segment.identity());
                        for (Part part : segment.parts()) {
                            names.add(part.sum().name());
                        }
                    }
                }
            }
        }
        int files = 0;
        long bytes = 0;
        Set<String> folders = new LinkedHashSet<>();
        for (String root : new String[] {CommitLog.FOLDER, Database.CONTENTS, Database.TABLES, Tags.FOLDER, ""}) {
            for (String name : folder.list(root)) {
                boolean temporary = name.endsWith(LocalFolder.TEMPORARY);
                boolean ours =
                        root.equals(CommitLog.FOLDER) || root.equals(Database.CONTENTS) || root.equals(Database.TABLES);
                if (temporary || ours && !names.contains(name)) {
                    bytes += Math.max(0, folder.size(name));
                    files++;
                    database.removed(name);
                    folder.delete(name);
                    folders.add(name.contains("/") ? name.substring(0, name.lastIndexOf('/')) : "");
                }
            }
        }
        DerivedFolder derived = database.derived();
        if (derived != null) {
            for (long size : derived.retain(versions)) {
                files++;
                bytes += size;
            }
        }
        folders.forEach(folder::syncFolder);
        folder.deleteEmptyFolders(Database.TABLES);
        return new Swept(files, bytes);
    }
}
