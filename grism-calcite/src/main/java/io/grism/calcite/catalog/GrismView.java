package io.grism.calcite.catalog;

import io.grism.exec.storage.CatalogObject;
import io.grism.exec.storage.ObjectName;
import java.util.List;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractTable;
import org.jspecify.annotations.Nullable;

/** A view: its text is read anew in every statement that uses it. */
public final class GrismView extends AbstractTable implements TranslatableTable {
    private final CatalogObject definition;
    private final ViewTypes types;
    private final @Nullable String version;
    private @Nullable RelDataType rowType;

    GrismView(CatalogObject definition, ViewTypes types, @Nullable String version) {
        this.version = version;
        this.definition = definition;
        this.types = types;
    }

    /** With its version. */
    public ObjectName name() {
        return definition.name().at(version);
    }

    /** The query, as it was written. */
    public String sql() {
        return definition.definition();
    }

    @Override
    public Schema.TableType getJdbcTableType() {
        return Schema.TableType.VIEW;
    }

    @Override
    public RelDataType getRowType(RelDataTypeFactory typeFactory) {
        RelDataType known = rowType;
        if (known == null) {
            known = types.rowType(this);
            rowType = known;
        }
        return known;
    }

    @Override
    public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable table) {
        RelDataType wanted = table.getRowType();
        RelNode query = context.expandView(
                        wanted, sql(), GrismCatalogReader.schemaPath(name()), List.of(name().schema(), name().name()))
                .project();
        return RelOptUtil.createCastRel(query, wanted, true);
    }
}
