package io.grism.exec.graph;

import io.grism.exec.storage.Ancestor;
import io.grism.exec.storage.DerivedFiles;
import io.grism.exec.storage.DerivedInput;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.TableSnapshot.Heirloom;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One index of one version of an edge table, for the latest versions asked for of the other tables that it is made of. It is made on first use, of what there is: an older one and the rows added since, a file, or
 * all rows. Where the tables last, a file is written when it is new or has grown much. Thread-safe.
 */
final class KeptIndex<T> implements Heirloom {
    /** A file is written anew when the tables have so many times the rows: so all writes together cost little more than the last. */
    private static final double GROWTH = 1.25;

    /**
     * An index.
     *
     * @param versions of the tables that it was made of
     * @param rowsInFile how many rows those had of which a file was last written; 0 for none
     */
    private record Made<T>(List<Long> versions, T index, long rowsInFile) {}

    private final String text;
    private final String name;
    private volatile @Nullable Made<T> made;

    /**
     * An index that is not made yet.
     *
     * @param kind a word
     * @param definition all that it depends on besides the rows, as a text
     * @param older one for an earlier version of the edge table
     */
    KeptIndex(String kind, String definition, @Nullable KeptIndex<T> older) {
        this.text = kind + " " + definition;
        this.name = name(kind, text);
        this.made = older == null ? null : older.made;
    }

    /** The name of files of something of a kind. */
    static String name(String kind, String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return kind + "-" + HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The index of these versions. */
    synchronized T get(IndexSources sources, IndexForm<T> form) {
        Made<T> known = made;
        if (known == null || !known.versions.equals(sources.versions())) {
            known = make(known, sources, form);
            made = known;
            sources.use();
        }
        DerivedFiles files = sources.files();
        long bytes = form.sizeInBytes(known.index);
        if (files != null && bytes > 0 && sources.rowCount() >= GROWTH * known.rowsInFile && files.isWorth(bytes)) {
            write(files, known, sources, form);
            known = new Made<>(known.versions, known.index, sources.rowCount());
            made = known;
        }
        return known.index;
    }

    private Made<T> make(@Nullable Made<T> older, IndexSources sources, IndexForm<T> form) {
        Made<T> extended = older == null ? null : extended(older, sources, form);
        if (extended == null) {
            Made<T> read = read(sources, form);
            extended = read == null ? null : extended(read, sources, form);
        }
        return extended == null ? new Made<>(sources.versions(), form.build(), 0) : extended;
    }

    private @Nullable Made<T> extended(Made<T> older, IndexSources sources, IndexForm<T> form) {
        List<Long> versions = sources.versions();
        if (older.versions.equals(versions)) {
            return older;
        }
        Map<ObjectName, Integer> before = sources.grownFrom(older.versions);
        if (before == null) {
            return null;
        }
        T index = before.equals(sources.rowCounts()) ? older.index : form.extend(older.index, before);
        return index == null ? null : new Made<>(versions, index, older.rowsInFile);
    }

    /** That of these versions, or of some from which they have grown. */
    private @Nullable Made<T> read(IndexSources sources, IndexForm<T> form) {
        DerivedFiles files = sources.edges().derivedFiles();
        if (files == null) {
            return null;
        }
        Made<T> found = read(files, sources.edges().version(), sources, form);
        List<Ancestor> ancestors = sources.edges().ancestors();
        for (int i = ancestors.size() - 1; i >= 0 && found == null; i--) {
            found = read(files, ancestors.get(i).version(), sources, form);
        }
        return found;
    }

    private @Nullable Made<T> read(DerivedFiles files, long version, IndexSources sources, IndexForm<T> form) {
        return files.read(name, version, in -> {
            if (!in.getText().equals(text)) {
                return null;
            }
            List<Long> versions = versions(in);
            Map<ObjectName, Integer> before = sources.grownFrom(versions);
            if (before == null) {
                return null;
            }
            long rows = before.values().stream().mapToLong(Integer::longValue).sum();
            return new Made<>(versions, form.read(in), rows);
        });
    }

    private static List<Long> versions(DerivedInput in) throws IOException {
        List<Long> versions = new ArrayList<>();
        for (long version : in.getLongs()) {
            versions.add(version);
        }
        return versions;
    }

    private void write(DerivedFiles files, Made<T> index, IndexSources sources, IndexForm<T> form) {
        files.write(name, sources.edges().version(), out -> {
            out.putText(text);
            out.putLongs(index.versions.stream().mapToLong(Long::longValue).toArray());
            form.write(index.index, out);
        });
        sources.use(files);
    }
}
