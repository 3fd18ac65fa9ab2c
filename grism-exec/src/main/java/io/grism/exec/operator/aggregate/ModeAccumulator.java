package io.grism.exec.operator.aggregate;

import io.grism.exec.operator.SortKey;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/** MODE: the most frequent value, of several the first in order. */
final class ModeAccumulator extends CollectingAccumulator {
    ModeAccumulator(int[] inputs, List<Field> fields, List<SortKey> order) {
        super(inputs, fields, order);
    }

    @Override
    FieldVector orderedResult(int from, int count, BufferAllocator allocator) {
        int[] picked = new int[count];
        for (int i = 0; i < count; i++) {
            picked[i] = mode(start(from + i), end(from + i));
        }
        return column(0).gather(picked, 0, count, allocator);
    }

    private int mode(int start, int end) {
        int best = -1;
        int longest = 0;
        int runStart = start;
        for (int at = start; at < end; at++) {
            if (!column(0).equal(row(at), column(0), row(runStart))) {
                runStart = at;
            }
            if (at - runStart + 1 > longest) {
                longest = at - runStart + 1;
                best = row(runStart);
            }
        }
        return best;
    }
}
