package io.grism.calcite.catalog;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.CatalogObject;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.TableSnapshot;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.schema.Table;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** Makes Calcite's tables from what the store holds. */
final class TableFactory {
    private final RowTypes rowTypes;
    private final ViewTypes viewTypes;
    private final @Nullable ObjectName rowIds;
    private final @Nullable String version;
    private @Nullable ObjectName target;

    /** {@code version} is what the names of the tables tell. */
    TableFactory(RowTypes rowTypes, ViewTypes viewTypes, @Nullable ObjectName rowIds, @Nullable String version) {
        this.version = version;
        this.rowTypes = rowTypes;
        this.viewTypes = viewTypes;
        this.rowIds = rowIds;
    }

    /** Makes a table the target of an INSERT: its text columns take any length, which the store checks, where a cast would cut in silence. */
    void setTarget(ObjectName target) {
        this.target = target;
    }

    Table table(TableSnapshot snapshot, Snapshot database) {
        RelDataType rowType = rowTypes.of(snapshot.definition());
        if (snapshot.definition().name().equals(target)) {
            rowType = withoutLengths(rowType);
        }
        if (snapshot.definition().name().equals(rowIds)) {
            rowType = rowTypes.typeFactory()
                    .builder()
                    .addAll(rowType.getFieldList())
                    .add(SnapshotCatalog.ROW_ID, SqlTypeName.BIGINT)
                    .build();
        }
        return new GrismTable(
                snapshot, rowType, TableIndex.of(snapshot.definition().name(), database), version);
    }

    private RelDataType withoutLengths(RelDataType rowType) {
        RelDataTypeFactory types = rowTypes.typeFactory();
        RelDataTypeFactory.Builder row = types.builder();
        for (RelDataTypeField field : rowType.getFieldList()) {
            RelDataType type =
                    switch (field.getType().getSqlTypeName()) {
                        case CHAR, VARCHAR -> types.createSqlType(SqlTypeName.VARCHAR);
                        case BINARY, VARBINARY -> types.createSqlType(SqlTypeName.VARBINARY);
                        default -> field.getType();
                    };
            row.add(
                    field.getName(),
                    types.createTypeWithNullability(type, field.getType().isNullable()));
        }
        return row.build();
    }

    Table object(CatalogObject object) {
        if (object.kind().equals("VIEW")) {
            return new GrismView(object, viewTypes, version);
        }
        if (object.kind().equals(GrismGraph.KIND)) {
            return new GrismGraph(object, version);
        }
        throw new GrismException(ErrorCode.NOT_SUPPORTED, "Cannot read " + object.kind() + " " + object.name());
    }
}
