package io.grism.exec.operator.aggregate;

import io.grism.exec.operator.SortKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.Field;

/** LISTAGG: strings joined by a separator, in the given order. */
final class ListaggAccumulator extends CollectingAccumulator {
    private final String separator;
    private final Field type;

    ListaggAccumulator(int[] inputs, List<Field> fields, List<SortKey> order, String separator, Field type) {
        super(inputs, fields, order);
        this.separator = separator;
        this.type = type;
    }

    @Override
    FieldVector orderedResult(int from, int count, BufferAllocator allocator) {
        VarCharVector vector = (VarCharVector) type.createVector(allocator);
        try {
            vector.allocateNew(count);
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < count; i++) {
                int group = from + i;
                if (start(group) == end(group)) {
                    continue;
                }
                text.setLength(0);
                for (int at = start(group); at < end(group); at++) {
                    if (at > start(group)) {
                        text.append(separator);
                    }
                    text.append(column(0).get(row(at)));
                }
                vector.setSafe(i, text.toString().getBytes(StandardCharsets.UTF_8));
            }
            vector.setValueCount(count);
            return vector;
        } catch (Throwable e) {
            vector.close();
            throw e;
        }
    }
}
