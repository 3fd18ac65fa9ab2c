package io.grism.exec.storage.durable;

import io.grism.exec.batch.TypeKind;
import io.grism.exec.column.Column;
import io.grism.exec.storage.PageCache;
import io.grism.exec.storage.Segment;
import io.grism.exec.storage.SegmentSource;
import io.grism.exec.storage.index.IndexKind;
import io.grism.exec.storage.index.PageIndex;
import java.util.List;
import java.util.Locale;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

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
    public @Nullable PageIndex readIndex(int column, IndexKind kind) {
        DerivedFolder derived = database.derived();
        if (derived == null) {
            return null;
        }
        String source = source(column);
        return derived.pages()
                .read(
                        name(column, kind),
                        segment.identity(),
                        in -> in.getText().equals(source) ? PageIndex.read(kind, segment.rowCount(), in) : null);
    }

    /** Indexes of a segment that still grows by further files are not kept: so no more is written for an index than for the rows. */
    @Override
    public boolean keepIndex(int column, IndexKind kind, PageIndex index) {
        DerivedFolder derived = database.derived();
        boolean grows = segment.parts().size() > 1 && segment.rowCount() < TableContent.MAX_ROWS;
        return derived != null
                && !grows
                && derived.pages().isWorth(index.sizeInBytes())
                && derived.pages().write(name(column, kind), segment.identity(), out -> {
                    out.putText(source(column));
                    index.write(out);
                });
    }

    @Override
    public void removeIndex(int column, IndexKind kind) {
        DerivedFolder derived = database.derived();
        if (derived != null) {
            derived.pages().remove(name(column, kind), segment.identity());
        }
    }

    private static String name(int column, IndexKind kind) {
        return kind.name().toLowerCase(Locale.ROOT) + "-" + column;
    }

    /** What an index was made of. */
    private String source(int column) {
        Field field = schema.getFields().get(column);
        return segment.source() + "\n" + column + " " + TypeKind.of(field) + " " + field.getType();
    }

    @Override
    public List<Column> read(List<Integer> columns) {
        return database.read(table, schema, segment, columns);
    }
}
