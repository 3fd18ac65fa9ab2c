package io.grism.exec.graph;

import io.grism.exec.storage.DerivedInput;
import io.grism.exec.storage.DerivedOutput;
import io.grism.exec.storage.ObjectName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The edges of a table in whose roles other edges play: without those whose players are none. Quickly made of what the rows say, so never kept.
 *
 * @param tables edge tables: the one, with all that play roles in it, and so on
 */
record PresentForm(GraphIndex index, List<Integer> tables, BufferAllocator allocator) implements IndexForm<EdgeEnds> {
    @Override
    public EdgeEnds build() {
        List<EdgeEnds> named = new ArrayList<>();
        tables.forEach(table -> named.add(index.named(table, allocator)));
        return new MissingPlayers(index.graph(), tables, named).first();
    }

    @Override
    public @Nullable EdgeEnds extend(EdgeEnds old, Map<ObjectName, Integer> before) {
        return null;
    }

    @Override
    public long sizeInBytes(EdgeEnds ends) {
        return 0;
    }

    @Override
    public void write(EdgeEnds ends, DerivedOutput out) {
        throw new UnsupportedOperationException();
    }

    @Override
    public EdgeEnds read(DerivedInput in) throws IOException {
        throw new IOException("never kept");
    }
}
