package io.grism.exec.operator.aggregate;

import io.grism.exec.batch.TypeKind;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/** The groups of one grouping set: maps rows to group ordinals by their keys. Single-threaded. */
abstract class GroupTable {
    /**
     * A table for keys.
     *
     * @param columns input columns of the keys
     * @param fields their types
     */
    static GroupTable of(List<Integer> columns, List<Field> fields) {
        if (columns.isEmpty()) {
            return new SingleGroupTable();
        }
        if (columns.size() == 1) {
            switch (TypeKind.of(fields.get(0))) {
                case BOOLEAN,
                        TINYINT,
                        SMALLINT,
                        INTEGER,
                        BIGINT,
                        DATE,
                        TIME,
                        TIMESTAMP,
                        TIMESTAMP_TZ,
                        INTERVAL_MONTHS,
                        INTERVAL_MILLIS -> {
                    return new IntegerGroupTable(columns.get(0));
                }
                case VARCHAR, VARBINARY -> {
                    return new TextGroupTable(columns.get(0), fields.get(0));
                }
                default -> {
                    // any other key goes by its column
                }
            }
        }
        return new ColumnGroupTable(columns, fields);
    }

    abstract int size();

    /** Writes each row's group into {@code groups}; new keys make new groups. */
    abstract void find(AggregateInput input, int[] groups);

    /** Writes the groups here of another table's groups {@code theirs[0..count)} into {@code ours}; new keys make new groups. */
    abstract void find(GroupTable from, int[] theirs, int count, int[] ours);

    /** A hash whose high bits partition the groups for a merge. */
    abstract long hash(int group);

    /** The values of the key at a position for the groups {@code from .. from + count}. */
    abstract FieldVector key(int position, Field field, int from, int count, BufferAllocator allocator);

    abstract long sizeInBytes();
}
