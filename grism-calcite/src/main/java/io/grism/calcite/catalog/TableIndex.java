package io.grism.calcite.catalog;

import io.grism.exec.storage.CatalogObject;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.index.IndexKind;
import java.util.ArrayList;
import java.util.List;

/** An index that somebody has created. Its definition names, one a line, its kind, the table's schema and name, and the column. */
public record TableIndex(ObjectName name, IndexKind kind, ObjectName table, String column) {
    public static final String KIND = "INDEX";

    /** The index that a stored definition describes. */
    public static TableIndex of(CatalogObject object) {
        String[] lines = object.definition().split("\n", -1);
        return new TableIndex(
                object.name(),
                IndexKind.valueOf(lines[0]),
                new ObjectName(unescape(lines[1]), unescape(lines[2])),
                unescape(lines[3]));
    }

    /** What a store keeps of it. */
    public CatalogObject object() {
        String lines = String.join("\n", kind.name(), escape(table.schema()), escape(table.name()), escape(column));
        return new CatalogObject(name, KIND, lines);
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n");
    }

    private static String unescape(String line) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char letter = line.charAt(i);
            if (letter == '\\') {
                i++;
                letter = line.charAt(i) == 'n' ? '\n' : '\\';
            }
            text.append(letter);
        }
        return text.toString();
    }

    /** The indexes of a table, in the order of their names. */
    public static List<TableIndex> of(ObjectName table, Snapshot snapshot) {
        List<TableIndex> indexes = new ArrayList<>();
        for (CatalogObject object : snapshot.objects()) {
            if (object.kind().equals(KIND)) {
                TableIndex index = of(object);
                if (index.table().equals(table)) {
                    indexes.add(index);
                }
            }
        }
        indexes.sort(java.util.Comparator.comparing(TableIndex::name));
        return indexes;
    }
}
