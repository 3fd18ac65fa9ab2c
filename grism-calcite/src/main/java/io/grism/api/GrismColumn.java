package io.grism.api;

import io.grism.exec.batch.TypeKind;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;

/**
 * A column of a result, or a parameter.
 *
 * @param label as the query names it
 * @param type the SQL type
 * @param kind the type in batches
 * @param origin the table column it comes from unchanged (catalog, schema, table, column), or null
 */
public record GrismColumn(String label, RelDataType type, TypeKind kind, @Nullable Origin origin) {
    /** A table's column. */
    public record Origin(String schema, String table, String column) {}
}
