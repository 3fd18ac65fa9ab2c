package io.grism.calcite.match;

import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.TableSnapshot;
import java.util.List;
import org.apache.calcite.plan.RelOptAbstractTable;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/** A table of a snapshot whose first column is its key, if it has one. */
final class TestTable extends RelOptAbstractTable {
    private final ObjectName qualified;
    private final TableSnapshot snapshot;
    private final boolean hasKey;

    TestTable(ObjectName name, RelDataType rowType, TableSnapshot snapshot, boolean hasKey) {
        super(null, name.name(), rowType);
        this.qualified = name;
        this.snapshot = snapshot;
        this.hasKey = hasKey;
    }

    @Override
    public List<String> getQualifiedName() {
        return List.of(qualified.schema(), qualified.name());
    }

    @Override
    public double getRowCount() {
        return snapshot.rowCount();
    }

    @Override
    public boolean isKey(ImmutableBitSet columns) {
        return hasKey && columns.get(0);
    }

    @Override
    public <T> @Nullable T unwrap(Class<T> type) {
        return type.isInstance(snapshot) ? type.cast(snapshot) : super.unwrap(type);
    }
}
