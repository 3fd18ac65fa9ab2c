package io.grism.calcite.query;

import io.grism.calcite.catalog.ColumnDefaults;
import io.grism.calcite.type.ArrowTypes;
import io.grism.calcite.type.DeclaredTypes;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.TableDefinition;
import io.grism.parser.GrismParser;
import io.grism.parser.SqlForeignKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.ddl.SqlColumnDeclaration;
import org.apache.calcite.sql.ddl.SqlKeyConstraint;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** The columns and keys of a table being defined, from its declarations and, for CREATE TABLE AS, the types of the query. */
final class TableColumns {
    /** The key of a field's metadata that holds the column's default as SQL. */
    static final String DEFAULT = ColumnDefaults.METADATA;

    private final RelDataTypeFactory types;
    private final String table;
    private final List<String> names = new ArrayList<>();
    private final List<RelDataType> columnTypes = new ArrayList<>();
    private final List<@Nullable String> defaults = new ArrayList<>();
    private final List<List<Integer>> uniqueKeys = new ArrayList<>();
    private final List<SqlForeignKey> foreignKeys = new ArrayList<>();
    private @Nullable List<Integer> primaryKey;

    TableColumns(RelDataTypeFactory types, String table) {
        this.types = types;
        this.table = table;
    }

    /** Takes up the declarations; {@code query} gives the types of columns that have none, by position. */
    void declare(SqlNodeList elements, @Nullable List<RelDataType> query) {
        List<SqlNode> keys = new ArrayList<>();
        for (SqlNode element : elements) {
            if (element instanceof SqlColumnDeclaration column) {
                String value = column.expression == null ? null : GrismParser.unparse(column.expression);
                add(column.name, DeclaredTypes.type(types, column.dataType), value);
            } else if (element instanceof SqlIdentifier name) {
                if (query == null || names.size() >= query.size()) {
                    throw invalid("Cannot define column " + name + " without a type.", name.getParserPosition());
                }
                add(name, query.get(names.size()), null);
            } else {
                keys.add(element);
            }
        }
        keys.forEach(this::key);
        if (query != null && query.size() != names.size()) {
            throw invalid(
                    "Cannot create table " + table + ": the query has " + query.size() + " columns, the list "
                            + names.size() + ".",
                    elements.getParserPosition());
        }
    }

    private void add(SqlIdentifier name, RelDataType type, @Nullable String value) {
        add(name.getSimple(), type, value, name.getParserPosition());
    }

    void add(String name, RelDataType type, @Nullable String value, SqlParserPos position) {
        if (Names.find(name, names) >= 0) {
            throw invalid("Cannot create table " + table + ": two columns are named " + name + ".", position);
        }
        names.add(name);
        columnTypes.add(type);
        defaults.add(value);
    }

    private void key(SqlNode element) {
        if (element instanceof SqlForeignKey foreignKey) {
            ordinals(foreignKey.columns());
            foreignKeys.add(foreignKey);
            return;
        }
        SqlKeyConstraint constraint = (SqlKeyConstraint) element;
        List<Integer> columns =
                ordinals((SqlNodeList) constraint.getOperandList().get(1));
        if (constraint.getKind() != SqlKind.PRIMARY_KEY) {
            uniqueKeys.add(columns);
            return;
        }
        if (primaryKey != null) {
            throw invalid(
                    "Cannot create table " + table + ": it has two primary keys.", constraint.getParserPosition());
        }
        primaryKey = columns;
        for (int column : columns) {
            columnTypes.set(column, types.createTypeWithNullability(columnTypes.get(column), false));
        }
    }

    private List<Integer> ordinals(SqlNodeList columns) {
        List<Integer> result = new ArrayList<>();
        for (SqlNode node : columns) {
            SqlIdentifier column = (SqlIdentifier) node;
            int ordinal = Names.find(column.getSimple(), names);
            if (ordinal < 0) {
                throw Names.unknownColumn(column, table, names);
            }
            if (result.contains(ordinal)) {
                throw invalid("Cannot name column " + column + " twice in a key.", column.getParserPosition());
            }
            result.add(ordinal);
        }
        return result;
    }

    /** The definition; what foreign keys refer to is looked up in the snapshot. */
    TableDefinition definition(ObjectName name, StatementContext context, Snapshot snapshot) {
        List<Field> fields = new ArrayList<>();
        List<String> sqlTypes = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Field field = ArrowTypes.field(names.get(i), columnTypes.get(i));
            String value = defaults.get(i);
            if (value != null) {
                Map<String, String> metadata = new HashMap<>(field.getMetadata());
                metadata.put(DEFAULT, value);
                field = new Field(
                        field.getName(),
                        new FieldType(field.isNullable(), field.getType(), field.getDictionary(), metadata),
                        field.getChildren());
            }
            fields.add(field);
            sqlTypes.add(DeclaredTypes.text(columnTypes.get(i)));
        }
        List<Integer> primary = primaryKey == null ? List.of() : primaryKey;
        TableDefinition own = new TableDefinition(name, new Schema(fields), sqlTypes, primary, uniqueKeys, List.of());
        List<TableDefinition.ForeignKey> references = new ArrayList<>();
        for (SqlForeignKey key : foreignKeys) {
            references.add(reference(key, own, context, snapshot));
        }
        return new TableDefinition(name, own.schema(), sqlTypes, primary, uniqueKeys, references);
    }

    private TableDefinition.ForeignKey reference(
            SqlForeignKey key, TableDefinition own, StatementContext context, Snapshot snapshot) {
        ObjectName wanted = context.name(key.table(), snapshot);
        TableDefinition target = wanted.schema().equals(own.name().schema())
                        && wanted.name().equalsIgnoreCase(own.name().name())
                ? own
                : Names.table(key.table(), context, snapshot).definition();
        SqlNodeList referenced = key.referenced();
        List<Integer> targetColumns = referenced == null ? target.primaryKey() : Names.columns(referenced, target);
        List<Integer> columns = ordinals(key.columns());
        if (targetColumns.size() != columns.size()) {
            throw invalid(
                    "Cannot reference " + target.name().name() + ": " + columns.size() + " columns refer to "
                            + targetColumns.size() + (referenced == null ? " of its primary key." : "."),
                    key.getParserPosition());
        }
        return new TableDefinition.ForeignKey(columns, target.name(), targetColumns);
    }

    private static GrismException invalid(String message, SqlParserPos position) {
        return new GrismException(ErrorCode.INVALID_STATEMENT, message, SqlErrors.position(position), null);
    }
}
