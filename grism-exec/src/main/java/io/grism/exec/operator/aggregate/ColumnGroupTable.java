package io.grism.exec.operator.aggregate;

import io.grism.exec.column.Column;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/** Groups of keys of any number and type. */
final class ColumnGroupTable extends GroupTable {
    private final List<Integer> columns;
    private final RowTable table;

    ColumnGroupTable(List<Integer> columns, List<Field> fields) {
        this.columns = columns;
        table = new RowTable(fields);
    }

    @Override
    int size() {
        return table.size();
    }

    @Override
    void find(AggregateInput input, int[] groups) {
        Column[] stage = table.stage();
        for (int i = 0; i < stage.length; i++) {
            stage[i].append(input.vector(columns.get(i)), 0, input.rowCount());
        }
        table.find(input.rowCount(), null, groups);
    }

    @Override
    void find(GroupTable from, int[] theirs, int count, int[] ours) {
        RowTable other = ((ColumnGroupTable) from).table;
        Column[] stage = table.stage();
        for (int i = 0; i < stage.length; i++) {
            stage[i].append(other.column(i), theirs, 0, count);
        }
        table.find(count, null, ours);
    }

    @Override
    long hash(int group) {
        return table.hash(group);
    }

    @Override
    FieldVector key(int position, Field field, int from, int count, BufferAllocator allocator) {
        return table.column(position).slice(from, count, allocator);
    }

    @Override
    long sizeInBytes() {
        return table.sizeInBytes();
    }
}
