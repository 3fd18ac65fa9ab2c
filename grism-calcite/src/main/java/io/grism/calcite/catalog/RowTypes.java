package io.grism.calcite.catalog;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.grism.calcite.type.DeclaredTypes;
import io.grism.exec.storage.TableDefinition;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;

/** The row types of table definitions, each read from its text once. */
public final class RowTypes {
    private final RelDataTypeFactory typeFactory;
    private final Cache<TableDefinition, RelDataType> known =
            CacheBuilder.newBuilder().weakKeys().build();

    public RowTypes(RelDataTypeFactory typeFactory) {
        this.typeFactory = typeFactory;
    }

    public RelDataTypeFactory typeFactory() {
        return typeFactory;
    }

    /** The columns with their declared SQL types. */
    public RelDataType of(TableDefinition definition) {
        RelDataType type = known.getIfPresent(definition);
        if (type == null) {
            type = read(definition);
            known.put(definition, type);
        }
        return type;
    }

    private RelDataType read(TableDefinition definition) {
        RelDataTypeFactory.Builder row = typeFactory.builder();
        List<Field> fields = definition.schema().getFields();
        for (int i = 0; i < fields.size(); i++) {
            RelDataType type =
                    DeclaredTypes.type(typeFactory, definition.sqlTypes().get(i));
            row.add(
                    fields.get(i).getName(),
                    typeFactory.createTypeWithNullability(type, fields.get(i).isNullable()));
        }
        return row.build();
    }
}
