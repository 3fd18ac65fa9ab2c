package io.grism.calcite.catalog;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.CatalogObject;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.TableSnapshot;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.schema.Table;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** Makes Calcite's tables from what the store holds. */
final class TableFactory {
    private final RowTypes rowTypes;
    private final ViewTypes viewTypes;
    private final @Nullable ObjectName rowIds;

    TableFactory(RowTypes rowTypes, ViewTypes viewTypes, @Nullable ObjectName rowIds) {
        this.rowTypes = rowTypes;
        this.viewTypes = viewTypes;
        this.rowIds = rowIds;
    }

    Table table(TableSnapshot snapshot) {
        RelDataType rowType = rowTypes.of(snapshot.definition());
        if (snapshot.definition().name().equals(rowIds)) {
            rowType = rowTypes.typeFactory()
                    .builder()
                    .addAll(rowType.getFieldList())
                    .add(SnapshotCatalog.ROW_ID, SqlTypeName.BIGINT)
                    .build();
        }
        return new GrismTable(snapshot, rowType);
    }

    Table object(CatalogObject object) {
        if (object.kind().equals("VIEW")) {
            return new GrismView(object, viewTypes);
        }
        if (object.kind().equals(GrismGraph.KIND)) {
            return new GrismGraph(object);
        }
        throw new GrismException(ErrorCode.NOT_SUPPORTED, "Cannot read " + object.kind() + " " + object.name());
    }
}
