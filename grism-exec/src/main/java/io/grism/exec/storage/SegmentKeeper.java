package io.grism.exec.storage;

import java.util.ArrayList;
import java.util.List;

/**
 * The segments of one change on their way to where the store keeps them. Stored pages have no sketches of their own, so the values of those that become stored are added to
 * the sketches of the table. Single-threaded.
 */
final class SegmentKeeper {
    private final SegmentWriter writer;
    private final List<DistinctSketch> sketches;

    SegmentKeeper(SegmentWriter writer, PagedRows base) {
        this.writer = writer;
        this.sketches = new ArrayList<>();
        for (DistinctSketch sketch : base.sketches()) {
            DistinctSketch own = new DistinctSketch();
            own.addAll(sketch);
            sketches.add(own);
        }
    }

    Segment sealed(Segment closed) {
        if (closed.source() != null) {
            return closed;
        }
        Segment kept = writer.sealed(closed);
        if (kept.source() != null) {
            count(closed);
        }
        return kept;
    }

    Segment joined(Segment tail, Segment more) {
        Segment kept = writer.joined(tail, more);
        if (kept.source() != null) {
            count(tail);
            count(more);
        }
        return kept;
    }

    /** Those of the base with what was stored. */
    List<DistinctSketch> sketches() {
        return sketches;
    }

    private void count(Segment segment) {
        for (int i = 0; i < segment.columnCount(); i++) {
            DistinctSketch some = segment.page(i).statistics().distinct();
            if (sketches.size() == i) {
                sketches.add(new DistinctSketch());
            }
            if (some != null) {
                sketches.get(i).addAll(some);
            }
        }
    }
}
