package io.grism.exec.storage;

import io.grism.exec.column.Column;
import io.grism.exec.column.Columns;
import io.grism.exec.storage.index.IndexKind;
import io.grism.exec.storage.index.PageIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A source of pages that are made when they are read; counts the reads. Keeps indexes if it is told to. */
final class CountingSource implements SegmentSource {
    private final IntFunction<Column> maker;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger[] reads;
    private final AtomicInteger made = new AtomicInteger();
    private final Map<List<?>, PageIndex> indexes = new ConcurrentHashMap<>();
    private volatile boolean keeps;

    CountingSource(int columns, IntFunction<Column> maker) {
        this.maker = maker;
        this.reads = new AtomicInteger[columns];
        for (int i = 0; i < columns; i++) {
            reads[i] = new AtomicInteger();
        }
    }

    /** A source of what a segment has. */
    static CountingSource of(Segment segment) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < segment.columnCount(); i++) {
            columns.add(segment.column(i));
        }
        return new CountingSource(columns.size(), i -> copy(columns.get(i)));
    }

    private static Column copy(Column column) {
        Column copy = Columns.create(column.field());
        copy.append(column, 0, column.size());
        return copy;
    }

    /** Keeps indexes from now on. */
    CountingSource keeping() {
        keeps = true;
        return this;
    }

    @Override
    public @Nullable PageIndex readIndex(int column, IndexKind kind) {
        return indexes.get(List.of(column, kind));
    }

    @Override
    public boolean keepIndex(int column, IndexKind kind, PageIndex index) {
        made.incrementAndGet();
        if (keeps) {
            indexes.put(List.of(column, kind), index);
        }
        return keeps;
    }

    int made() {
        return made.get();
    }

    @Override
    public List<Column> read(List<Integer> columns) {
        calls.incrementAndGet();
        return columns.stream()
                .map(column -> {
                    reads[column].incrementAndGet();
                    return maker.apply(column);
                })
                .toList();
    }

    int calls() {
        return calls.get();
    }

    int reads(int column) {
        return reads[column].get();
    }
}
