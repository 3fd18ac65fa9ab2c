package io.grism.exec.storage;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Key indexes beside the data: that of a version, or of one that it has grown from, is read instead of the keys. Only indexes that are smaller than the keys they are made of are kept.
 */
final class KeptKeyIndex {
    /** A file is written anew when the table has so many times the rows. */
    private static final double GROWTH = 1.25;

    private KeptKeyIndex() {}

    static PagedKeyIndex of(PagedTable table, List<Integer> columns) {
        PagedRows rows = table.rows();
        DerivedFiles files = table.derivedFiles();
        if (files == null) {
            return PagedKeyIndex.create(rows, columns);
        }
        String name = "key-" + Long.toHexString(table.id()) + "-"
                + columns.stream().map(String::valueOf).collect(Collectors.joining("_"));
        DenseKeyIndex kept = read(files, name, table, columns);
        PagedKeyIndex index = kept == null ? PagedKeyIndex.create(rows, columns) : kept.extend(rows);
        int keptRows = kept == null ? 0 : kept.rowCount();
        if (index instanceof DenseKeyIndex dense
                && dense.rowCount() > GROWTH * keptRows
                && files.isWorth(dense.sizeInBytes())) {
            files.write(name, table.version(), dense::write);
        }
        return index;
    }

    private static @Nullable DenseKeyIndex read(
            DerivedFiles files, String name, PagedTable table, List<Integer> columns) {
        DenseKeyIndex found = read(files, name, table.version(), table.rowCount(), columns);
        List<Ancestor> ancestors = table.ancestors();
        for (int i = ancestors.size() - 1; i >= 0 && found == null; i--) {
            Ancestor ancestor = ancestors.get(i);
            if (ancestor.hasSame(columns)) {
                found = read(files, name, ancestor.version(), ancestor.rowCount(), columns);
            }
        }
        return found;
    }

    private static @Nullable DenseKeyIndex read(
            DerivedFiles files, String name, long version, long rowCount, List<Integer> columns) {
        return files.read(name, version, in -> {
            DenseKeyIndex index = DenseKeyIndex.read(in, columns.get(0));
            return index != null && index.rowCount() == rowCount ? index : null;
        });
    }
}
