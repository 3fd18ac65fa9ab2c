package io.grism.exec.storage;

import io.grism.exec.batch.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.arrow.vector.FieldVector;

/** A table in memory that is made of the rows of another one, as they come in the order of their positions. Its keys are not checked again. Single-threaded. */
public final class ReceivedTable {
    private final TableDefinition definition;
    private final long version;
    private final PagedAppender rows;

    /** {@code version} is one that no other table of this process has. */
    public ReceivedTable(TableDefinition definition, long version) {
        this.definition = definition;
        this.version = version;
        this.rows = new PagedAppender(definition.schema());
    }

    /** Appends the next rows, all columns; the batch stays the caller's. */
    public void append(Batch batch) {
        List<FieldVector> vectors = new ArrayList<>();
        for (int i = 0; i < batch.columnCount(); i++) {
            vectors.add(batch.column(i));
        }
        rows.append(vectors, batch.rowCount());
    }

    /** The table of all rows that have come; nothing can be appended after. */
    public TableSnapshot finish() {
        return PagedTable.of(version, definition, version, rows.finish());
    }

    /** A database of received tables, under the names that a plan has for them. */
    public static Snapshot snapshot(Map<ObjectName, TableSnapshot> tables) {
        Map<ObjectName, PagedTable> byName = new TreeMap<>();
        TreeSet<String> schemas = new TreeSet<>();
        tables.forEach((name, table) -> {
            byName.put(name, (PagedTable) table);
            schemas.add(name.schema());
        });
        return new PagedSnapshot(0, schemas, byName, Map.of());
    }
}
