package io.grism.exec.storage;

import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Segments of which some lose rows. What has become small goes together with its neighbours, so that there are never many small ones. Single-threaded. */
final class ShrunkSegments {
    /** Neighbours that have no more rows together become one. */
    private static final int SMALL_ROWS = PagedRows.PAGE_ROWS / 2;

    private final Schema schema;
    private final SegmentKeeper keeper;
    private final List<CompletableFuture<Segment>> segments = new ArrayList<>();
    /** The last segment, which may go together with the next. */
    private @Nullable Segment last;

    private boolean isLastNew;

    ShrunkSegments(Schema schema, SegmentKeeper keeper) {
        this.schema = schema;
        this.keeper = keeper;
    }

    /** A segment that keeps its rows. */
    void add(Segment segment) {
        add(segment, false);
    }

    /** A segment that keeps some of its rows. */
    void add(Segment segment, int[] kept, int keptCount) {
        if (keptCount == 0) {
            return;
        }
        int width = schema.getFields().size();
        @Nullable Column[] pages = new @Nullable Column[width];
        segment.read(IntStream.range(0, width).boxed().toList(), pages);
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            Column column = Columns.create(schema.getFields().get(i), keptCount);
            column.append(Objects.requireNonNull(pages[i]), kept, 0, keptCount);
            columns.add(column);
        }
        add(Segment.of(keptCount, columns), true);
    }

    private void add(Segment segment, boolean isNew) {
        Segment before = last;
        if (before != null && (isNew || isLastNew) && before.rowCount() + segment.rowCount() <= SMALL_ROWS) {
            last = SegmentWriter.copied(before, segment);
            isLastNew = true;
            return;
        }
        if (before != null) {
            segments.add(isLastNew ? keeper.sealed(before) : CompletableFuture.completedFuture(before));
        }
        last = segment;
        isLastNew = isNew;
    }

    /** All rows; of no use after. The last segment stays in memory: rows may come to it. */
    PagedRows finish() {
        List<Segment> all = keeper.all(segments);
        if (last != null) {
            all.add(last);
        }
        return new PagedRows(schema, all, keeper.sketches());
    }
}
