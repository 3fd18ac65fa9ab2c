package io.grism.calcite.catalog;

import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.TableDefinition;
import io.grism.exec.storage.TableSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Statistic;
import org.apache.calcite.schema.Statistics;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.sql2rel.InitializerExpressionFactory;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/** A stored table of one snapshot. {@code unwrap(TableSnapshot.class)} gives what planning knows of its rows. */
public final class GrismTable extends AbstractTable {
    private final TableSnapshot snapshot;
    private final @Nullable String version;
    private final RelDataType rowType;
    private final Statistic statistic;
    private final List<TableIndex> indexes;

    GrismTable(TableSnapshot snapshot, RelDataType rowType, List<TableIndex> indexes, @Nullable String version) {
        this.version = version;
        this.snapshot = snapshot;
        this.rowType = rowType;
        this.indexes = List.copyOf(indexes);
        this.statistic = Statistics.of((double) snapshot.rowCount(), keys(snapshot.definition()));
    }

    private static List<ImmutableBitSet> keys(TableDefinition definition) {
        List<ImmutableBitSet> keys = new ArrayList<>();
        if (!definition.primaryKey().isEmpty()) {
            keys.add(ImmutableBitSet.of(definition.primaryKey()));
        }
        for (List<Integer> key : definition.uniqueKeys()) {
            if (key.stream()
                    .noneMatch(column ->
                            definition.schema().getFields().get(column).isNullable())) {
                keys.add(ImmutableBitSet.of(key));
            }
        }
        return keys;
    }

    /** With its version, as in plans. */
    public ObjectName name() {
        return snapshot.definition().name().at(version);
    }

    public TableSnapshot snapshot() {
        return snapshot;
    }

    /** The indexes that were created on it. */
    public List<TableIndex> indexes() {
        return indexes;
    }

    /** Ordinals of the stored columns: the row type without its pseudo columns. */
    public List<Integer> storedColumns() {
        return IntStream.range(0, snapshot.definition().schema().getFields().size())
                .boxed()
                .toList();
    }

    @Override
    public RelDataType getRowType(RelDataTypeFactory typeFactory) {
        return rowType;
    }

    @Override
    public Statistic getStatistic() {
        return statistic;
    }

    @Override
    public <C> C unwrap(Class<C> type) {
        if (type == InitializerExpressionFactory.class) {
            return type.cast(new ColumnDefaults(snapshot.definition()));
        }
        return type.isInstance(snapshot) ? type.cast(snapshot) : super.unwrap(type);
    }
}
