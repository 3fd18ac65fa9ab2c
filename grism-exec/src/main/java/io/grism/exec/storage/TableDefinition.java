package io.grism.exec.storage;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * What a table is. A field that is not nullable is NOT NULL; {@code sqlTypes} hold the declared SQL type of each column
 * ("VARCHAR(20)"), which says more than the Arrow type.
 *
 * @param primaryKey ordinals of the key columns in key order; empty when there is none
 * @param uniqueKeys further keys; a row with a NULL in one is not checked
 * @param foreignKeys references to other tables
 */
public record TableDefinition(
        ObjectName name,
        Schema schema,
        List<String> sqlTypes,
        List<Integer> primaryKey,
        List<List<Integer>> uniqueKeys,
        List<ForeignKey> foreignKeys) {
    public TableDefinition {
        sqlTypes = List.copyOf(sqlTypes);
        primaryKey = List.copyOf(primaryKey);
        uniqueKeys = uniqueKeys.stream().map(List::copyOf).toList();
        foreignKeys = List.copyOf(foreignKeys);
        if (sqlTypes.size() != schema.getFields().size()) {
            throw new IllegalArgumentException("one SQL type a column");
        }
    }

    /** Columns whose values must be those of a row of another table, unless one is NULL. */
    public record ForeignKey(List<Integer> columns, ObjectName references, List<Integer> referencedColumns) {
        public ForeignKey {
            columns = List.copyOf(columns);
            referencedColumns = List.copyOf(referencedColumns);
        }
    }
}
