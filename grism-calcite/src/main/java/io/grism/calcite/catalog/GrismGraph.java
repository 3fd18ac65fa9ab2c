package io.grism.calcite.catalog;

import io.grism.exec.storage.CatalogObject;
import io.grism.exec.storage.ObjectName;
import io.grism.parser.GrismParser;
import io.grism.parser.SqlCreatePropertyGraph;
import io.grism.parser.SqlGraphDefinition;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.impl.AbstractTable;
import org.jspecify.annotations.Nullable;

/** A property graph under its name. It stands among the tables, and has no rows: only GRAPH_TABLE reads it. */
public final class GrismGraph extends AbstractTable {
    /** The kind of its {@link CatalogObject}. */
    public static final String KIND = "PROPERTY GRAPH";

    private final CatalogObject object;
    private final @Nullable String version;

    GrismGraph(CatalogObject object, @Nullable String version) {
        this.version = version;
        this.object = object;
    }

    /** With its version. */
    public ObjectName name() {
        return object.name().at(version);
    }

    /** The element tables, from the text of the definition; names of tables are with their schema. */
    public SqlGraphDefinition definition() {
        return definition(object);
    }

    /** The element tables of a stored graph. */
    public static SqlGraphDefinition definition(CatalogObject object) {
        return ((SqlCreatePropertyGraph) GrismParser.parse(object.definition())).definition();
    }

    @Override
    public Schema.TableType getJdbcTableType() {
        return Schema.TableType.OTHER;
    }

    @Override
    public RelDataType getRowType(RelDataTypeFactory typeFactory) {
        return typeFactory.builder().build();
    }
}
