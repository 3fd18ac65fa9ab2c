package io.grism.exec.graph;

import io.grism.exec.graph.GraphTables.EdgeTable;
import io.grism.exec.storage.DerivedInput;
import io.grism.exec.storage.DerivedOutput;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.TableSnapshot;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** What the rows of an edge table say of themselves. */
record EndsForm(EdgeTable definition, TableSnapshot edges, List<TableSnapshot> players, BufferAllocator allocator)
        implements IndexForm<EdgeEnds> {
    @Override
    public EdgeEnds build() {
        return EdgeEnds.build(definition, edges, 0, players, allocator);
    }

    @Override
    public @Nullable EdgeEnds extend(EdgeEnds old, Map<ObjectName, Integer> before) {
        return old.extend(definition, edges, players, allocator);
    }

    @Override
    public long sizeInBytes(EdgeEnds ends) {
        return (long) Integer.BYTES * ends.rowCount() * ends.roleCount();
    }

    @Override
    public void write(EdgeEnds ends, DerivedOutput out) throws IOException {
        out.putInt(ends.rowCount());
        out.putInt(ends.roleCount());
        for (int role = 0; role < ends.roleCount(); role++) {
            out.putInts(ends.of(role));
        }
        out.putLongs(ends.missing().toLongArray());
    }

    @Override
    public EdgeEnds read(DerivedInput in) throws IOException {
        int rows = in.getInt();
        int roles = in.getInt();
        if (roles != definition.roles().size()) {
            throw new IOException(roles + " roles");
        }
        int[][] ends = new int[roles][];
        for (int role = 0; role < roles; role++) {
            ends[role] = in.getInts();
        }
        return new EdgeEnds(ends, BitSet.valueOf(in.getLongs()), rows);
    }
}
