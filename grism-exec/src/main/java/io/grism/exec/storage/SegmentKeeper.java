package io.grism.exec.storage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * The segments of one change on their way to where the store keeps them, a few of them at a time where the store has threads for that. Stored pages have no sketches of their own, so the values of those that become
 * stored are added to the sketches of the table. To be used on one thread.
 */
final class SegmentKeeper implements AutoCloseable {
    private static final int MOST_AT_ONCE = 3;

    /** A segment on its way. */
    private record Work(Segment segment, CompletableFuture<Segment> kept) {}

    private final SegmentWriter writer;
    private final List<DistinctSketch> sketches;
    private final ArrayDeque<Work> working = new ArrayDeque<>();

    SegmentKeeper(SegmentWriter writer, PagedRows base) {
        this.writer = writer;
        this.sketches = new ArrayList<>();
        for (DistinctSketch sketch : base.sketches()) {
            DistinctSketch own = new DistinctSketch();
            own.addAll(sketch);
            sketches.add(own);
        }
    }

    /** Keeps a segment; {@link #all} gives what comes of it. */
    CompletableFuture<Segment> sealed(Segment closed) {
        if (closed.source() != null) {
            return CompletableFuture.completedFuture(closed);
        }
        Executor executor = writer.executor();
        while (working.size() >= MOST_AT_ONCE) {
            finish(working.remove());
        }
        Work work = new Work(
                closed,
                executor == null
                        ? CompletableFuture.completedFuture(writer.sealed(closed))
                        : CompletableFuture.supplyAsync(() -> writer.sealed(closed), executor));
        working.add(work);
        return work.kept();
    }

    Segment joined(Segment tail, Segment more) {
        Segment kept = writer.joined(tail, more);
        if (kept.source() != null) {
            count(tail);
            count(more);
        }
        return kept;
    }

    /** The segments, all of which are kept from now on. */
    List<Segment> all(List<CompletableFuture<Segment>> segments) {
        while (!working.isEmpty()) {
            finish(working.remove());
        }
        List<Segment> kept = new ArrayList<>();
        segments.forEach(segment -> kept.add(segment.join()));
        return kept;
    }

    /** Those of the base with what was stored; to be called after {@link #all}. */
    List<DistinctSketch> sketches() {
        return sketches;
    }

    private void finish(Work work) {
        Segment kept;
        try {
            kept = work.kept().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException failed ? failed : e;
        }
        if (kept.source() != null) {
            count(work.segment());
        }
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

    /** Waits for what is at work; after an error nobody wants it. */
    @Override
    public void close() {
        while (!working.isEmpty()) {
            working.remove().kept().handle((kept, error) -> kept).join();
        }
    }
}
