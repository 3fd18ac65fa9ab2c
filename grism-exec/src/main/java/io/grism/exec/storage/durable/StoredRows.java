package io.grism.exec.storage.durable;

import io.grism.exec.column.Column;
import io.grism.exec.storage.PageCache;
import io.grism.exec.storage.Segment;
import io.grism.exec.storage.SegmentSource;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;

/** Reads a segment of a table from its files. Thread-safe. */
final class StoredRows implements SegmentSource {
    private final Database database;
    private final long table;
    private final Schema schema;
    private final StoredSegment segment;

    private StoredRows(Database database, long table, Schema schema, StoredSegment segment) {
        this.database = database;
        this.table = table;
        this.schema = schema;
        this.segment = segment;
    }

    /** The segment of a table, as the table has it. */
    static Segment segment(Database database, PageCache cache, long table, Schema schema, StoredSegment segment) {
        return Segment.stored(
                segment.rowCount(), segment.statistics(), new StoredRows(database, table, schema, segment), cache);
    }

    StoredSegment segment() {
        return segment;
    }

    @Override
    public List<Column> read(List<Integer> columns) {
        return database.read(table, schema, segment, columns);
    }
}
