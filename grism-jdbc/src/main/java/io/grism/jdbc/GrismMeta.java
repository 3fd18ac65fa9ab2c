package io.grism.jdbc;

import io.grism.api.GrismMetadata;
import io.grism.api.GrismMetadata.Column;
import io.grism.api.GrismMetadata.Element;
import io.grism.api.GrismMetadata.Graph;
import io.grism.api.GrismMetadata.Index;
import io.grism.api.GrismMetadata.Key;
import io.grism.api.GrismMetadata.Reference;
import io.grism.api.GrismMetadata.Table;
import java.sql.DatabaseMetaData;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;

/**
 * Answers java.sql.DatabaseMetaData.
 *
 * <p>A property graph shows as a table of type PROPERTY GRAPH whose columns are the properties of its elements, each named {@code element.property}; its remarks are the roles of its edges.
 */
final class GrismMeta extends MetadataOnly {
    /** The table type of graphs. */
    static final String GRAPH_TYPE = "PROPERTY GRAPH";

    private final GrismJdbcConnection owner;

    GrismMeta(GrismJdbcConnection connection) {
        super(connection);
        this.owner = connection;
    }

    private GrismMetadata metadata() {
        return owner.session().metadata();
    }

    // Result sets

    private MetaResultSet rows(MetaShape shape, List<@Nullable Object[]> rows) {
        List<Object> untyped = new ArrayList<>(rows);
        return createResultSet(Map.of(), shape.columns(), CursorFactory.ARRAY, new Frame(0, true, untyped));
    }

    private static boolean same(@Nullable String wanted, String name) {
        return wanted == null || wanted.equalsIgnoreCase(name);
    }

    /** Grism has no catalogs: any catalog but none and the empty one finds nothing. */
    private static boolean inCatalog(@Nullable String catalog) {
        return catalog == null || catalog.isEmpty();
    }

    // Schemas and tables

    @Override
    public MetaResultSet getCatalogs(ConnectionHandle handle) {
        return rows(new MetaShape().text("TABLE_CAT"), List.of());
    }

    @Override
    public MetaResultSet getSchemas(ConnectionHandle handle, @Nullable String catalog, Pat schemaPattern) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        if (inCatalog(catalog)) {
            metadata().schemas().stream()
                    .filter(s -> NamePatterns.matches(schemaPattern, s))
                    .sorted()
                    .forEach(s -> rows.add(new Object[] {s, null}));
        }
        return rows(new MetaShape().text("TABLE_SCHEM", "TABLE_CATALOG"), rows);
    }

    @Override
    public MetaResultSet getTableTypes(ConnectionHandle handle) {
        return rows(
                new MetaShape().text("TABLE_TYPE"),
                List.of(new Object[] {GRAPH_TYPE}, new Object[] {"TABLE"}, new Object[] {"VIEW"}));
    }

    @Override
    public MetaResultSet getTables(
            ConnectionHandle handle,
            @Nullable String catalog,
            Pat schemaPattern,
            Pat tableNamePattern,
            @Nullable List<String> types) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        if (inCatalog(catalog)) {
            for (Table table : metadata().tables()) {
                addTable(
                        rows, table.schema(), table.name(), table.type(), null, schemaPattern, tableNamePattern, types);
            }
            for (Graph graph : metadata().graphs()) {
                String roles = roles(graph);
                addTable(rows, graph.schema(), graph.name(), GRAPH_TYPE, roles, schemaPattern, tableNamePattern, types);
            }
        }
        rows.sort(by(3).thenComparing(by(1)).thenComparing(by(2)));
        return rows(
                new MetaShape()
                        .text("TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME", "TABLE_TYPE", "REMARKS", "TYPE_CAT")
                        .text("TYPE_SCHEM", "TYPE_NAME", "SELF_REFERENCING_COL_NAME", "REF_GENERATION"),
                rows);
    }

    /** The edges of a graph with the roles of each: {@code prescribes (doctor: person, drug: drug)}. */
    private static String roles(Graph graph) {
        return graph.edges().stream()
                .map(edge -> edge.name()
                        + edge.roles().stream()
                                .map(role -> role.name() + ": " + role.vertex())
                                .collect(Collectors.joining(", ", " (", ")")))
                .collect(Collectors.joining("; "));
    }

    private static void addTable(
            List<@Nullable Object[]> rows,
            String schema,
            String name,
            String type,
            @Nullable String remarks,
            Pat schemaPattern,
            Pat namePattern,
            @Nullable List<String> types) {
        if (NamePatterns.matches(schemaPattern, schema)
                && NamePatterns.matches(namePattern, name)
                && (types == null || types.stream().anyMatch(type::equalsIgnoreCase))) {
            rows.add(new Object[] {null, schema, name, type, remarks, null, null, null, null, null});
        }
    }

    private static Comparator<@Nullable Object[]> by(int column) {
        Function<@Nullable Object[], String> key = row -> String.valueOf(row[column]);
        return Comparator.comparing(key);
    }

    @Override
    public MetaResultSet getColumns(
            ConnectionHandle handle,
            @Nullable String catalog,
            Pat schemaPattern,
            Pat tableNamePattern,
            Pat columnNamePattern) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        if (inCatalog(catalog)) {
            for (Table table : metadata().tables()) {
                if (NamePatterns.matches(schemaPattern, table.schema())
                        && NamePatterns.matches(tableNamePattern, table.name())) {
                    addColumns(rows, table.schema(), table.name(), table.columns(), columnNamePattern);
                }
            }
            for (Graph graph : metadata().graphs()) {
                if (NamePatterns.matches(schemaPattern, graph.schema())
                        && NamePatterns.matches(tableNamePattern, graph.name())) {
                    addColumns(rows, graph.schema(), graph.name(), graphColumns(graph), columnNamePattern);
                }
            }
        }
        rows.sort(by(1).thenComparing(by(2)));
        return rows(
                new MetaShape()
                        .text("TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME", "COLUMN_NAME")
                        .integer("DATA_TYPE")
                        .text("TYPE_NAME")
                        .integer("COLUMN_SIZE", "BUFFER_LENGTH", "DECIMAL_DIGITS", "NUM_PREC_RADIX", "NULLABLE")
                        .text("REMARKS", "COLUMN_DEF")
                        .integer("SQL_DATA_TYPE", "SQL_DATETIME_SUB", "CHAR_OCTET_LENGTH", "ORDINAL_POSITION")
                        .text("IS_NULLABLE", "SCOPE_CATALOG", "SCOPE_SCHEMA", "SCOPE_TABLE")
                        .small("SOURCE_DATA_TYPE")
                        .text("IS_AUTOINCREMENT", "IS_GENERATEDCOLUMN"),
                rows);
    }

    private static List<Column> graphColumns(Graph graph) {
        List<Column> columns = new ArrayList<>();
        List<Element> elements = new ArrayList<>(graph.vertices());
        elements.addAll(graph.edges());
        for (Element element : elements) {
            for (Column property : element.properties()) {
                columns.add(new Column(element.name() + "." + property.name(), property.type()));
            }
        }
        return columns;
    }

    private static void addColumns(
            List<@Nullable Object[]> rows, String schema, String table, List<Column> columns, Pat pattern) {
        int position = 0;
        for (Column column : columns) {
            position++;
            if (!NamePatterns.matches(pattern, column.name())) {
                continue;
            }
            RelDataType type = column.type();
            int id = ColumnTypes.avaticaType(type).id;
            boolean character = id == Types.CHAR || id == Types.VARCHAR;
            rows.add(new Object[] {
                null,
                schema,
                table,
                column.name(),
                id,
                ColumnTypes.typeName(type),
                ColumnTypes.precision(type),
                null,
                id == Types.DECIMAL ? ColumnTypes.scale(type) : null,
                ColumnTypes.signed(type) ? 10 : null,
                type.isNullable() ? DatabaseMetaData.columnNullable : DatabaseMetaData.columnNoNulls,
                null,
                null,
                null,
                null,
                character ? ColumnTypes.precision(type) : null,
                position,
                type.isNullable() ? "YES" : "NO",
                null,
                null,
                null,
                null,
                "NO",
                "NO"
            });
        }
    }

    // Keys

    @Override
    public MetaResultSet getPrimaryKeys(
            ConnectionHandle handle, @Nullable String catalog, @Nullable String schema, String table) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Table t : named(catalog, schema, table)) {
            short position = 0;
            for (String column : t.primaryKey()) {
                rows.add(new Object[] {null, t.schema(), t.name(), column, ++position, "PRIMARY"});
            }
        }
        rows.sort(by(3));
        return rows(
                new MetaShape()
                        .text("TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME", "COLUMN_NAME")
                        .small("KEY_SEQ")
                        .text("PK_NAME"),
                rows);
    }

    private List<Table> named(@Nullable String catalog, @Nullable String schema, @Nullable String table) {
        return metadata().tables().stream()
                .filter(t -> inCatalog(catalog) && same(schema, t.schema()) && same(table, t.name()))
                .toList();
    }

    @Override
    public MetaResultSet getImportedKeys(
            ConnectionHandle handle, @Nullable String catalog, @Nullable String schema, String table) {
        return references(null, null, null, catalog, schema, table);
    }

    @Override
    public MetaResultSet getExportedKeys(
            ConnectionHandle handle, @Nullable String catalog, @Nullable String schema, String table) {
        return references(catalog, schema, table, null, null, null);
    }

    @Override
    public MetaResultSet getCrossReference(
            ConnectionHandle handle,
            @Nullable String parentCatalog,
            @Nullable String parentSchema,
            @Nullable String parentTable,
            @Nullable String foreignCatalog,
            @Nullable String foreignSchema,
            @Nullable String foreignTable) {
        return references(parentCatalog, parentSchema, parentTable, foreignCatalog, foreignSchema, foreignTable);
    }

    private MetaResultSet references(
            @Nullable String parentCatalog,
            @Nullable String parentSchema,
            @Nullable String parentTable,
            @Nullable String foreignCatalog,
            @Nullable String foreignSchema,
            @Nullable String foreignTable) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Table t : named(foreignCatalog, foreignSchema, foreignTable)) {
            int number = 0;
            for (Reference reference : t.foreignKeys()) {
                number++;
                if (!inCatalog(parentCatalog)
                        || !same(parentSchema, reference.schema())
                        || !same(parentTable, reference.table())) {
                    continue;
                }
                for (int i = 0; i < reference.columns().size(); i++) {
                    rows.add(new Object[] {
                        null,
                        reference.schema(),
                        reference.table(),
                        reference.referencedColumns().get(i),
                        null,
                        t.schema(),
                        t.name(),
                        reference.columns().get(i),
                        (short) (i + 1),
                        (short) DatabaseMetaData.importedKeyRestrict,
                        (short) DatabaseMetaData.importedKeyRestrict,
                        t.name() + "_fk" + number,
                        "PRIMARY",
                        (short) DatabaseMetaData.importedKeyNotDeferrable
                    });
                }
            }
        }
        return rows(
                new MetaShape()
                        .text("PKTABLE_CAT", "PKTABLE_SCHEM", "PKTABLE_NAME", "PKCOLUMN_NAME")
                        .text("FKTABLE_CAT", "FKTABLE_SCHEM", "FKTABLE_NAME", "FKCOLUMN_NAME")
                        .small("KEY_SEQ", "UPDATE_RULE", "DELETE_RULE")
                        .text("FK_NAME", "PK_NAME")
                        .small("DEFERRABILITY"),
                rows);
    }

    @Override
    public MetaResultSet getIndexInfo(
            ConnectionHandle handle,
            @Nullable String catalog,
            @Nullable String schema,
            String table,
            boolean unique,
            boolean approximate) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Table t : named(catalog, schema, table)) {
            addIndex(rows, t, "PRIMARY", t.primaryKey(), DatabaseMetaData.tableIndexHashed);
            int number = 0;
            for (Key key : t.uniqueKeys()) {
                addIndex(rows, t, t.name() + "_key" + ++number, key.columns(), DatabaseMetaData.tableIndexHashed);
            }
            for (Index index : unique ? List.<Index>of() : t.indexes()) {
                addIndex(rows, t, index.name(), index.columns(), DatabaseMetaData.tableIndexOther);
            }
        }
        rows.sort(Comparator.<@Nullable Object[], Boolean>comparing(row -> (Boolean) row[3])
                .thenComparing(row -> (Short) row[6])
                .thenComparing(row -> (String) row[5])
                .thenComparing(row -> (Short) row[7]));
        return rows(
                new MetaShape()
                        .text("TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME")
                        .bool("NON_UNIQUE")
                        .text("INDEX_QUALIFIER", "INDEX_NAME")
                        .small("TYPE", "ORDINAL_POSITION")
                        .text("COLUMN_NAME", "ASC_OR_DESC")
                        .integer("CARDINALITY", "PAGES")
                        .text("FILTER_CONDITION"),
                rows);
    }

    private static void addIndex(
            List<@Nullable Object[]> rows, Table table, String name, List<String> columns, short type) {
        short position = 0;
        for (String column : columns) {
            rows.add(new Object[] {
                null,
                table.schema(),
                table.name(),
                type != DatabaseMetaData.tableIndexHashed,
                null,
                name,
                type,
                ++position,
                column,
                null,
                null,
                null,
                null
            });
        }
    }

    // Types and functions

    @Override
    public MetaResultSet getTypeInfo(ConnectionHandle handle) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        addType(rows, "BOOLEAN", Types.BOOLEAN, 1, null, null);
        addType(rows, "TINYINT", Types.TINYINT, 3, null, null);
        addType(rows, "BIGINT", Types.BIGINT, 19, null, null);
        addType(rows, "VARBINARY", Types.VARBINARY, Integer.MAX_VALUE, "X'", "length");
        addType(rows, "BINARY", Types.BINARY, Integer.MAX_VALUE, "X'", "length");
        addType(rows, "CHAR", Types.CHAR, Integer.MAX_VALUE, "'", "length");
        addType(rows, "DECIMAL", Types.DECIMAL, 38, null, "precision,scale");
        addType(rows, "INTEGER", Types.INTEGER, 10, null, null);
        addType(rows, "SMALLINT", Types.SMALLINT, 5, null, null);
        addType(rows, "REAL", Types.REAL, 7, null, null);
        addType(rows, "DOUBLE", Types.DOUBLE, 15, null, null);
        addType(rows, "VARCHAR", Types.VARCHAR, Integer.MAX_VALUE, "'", "length");
        addType(rows, "DATE", Types.DATE, 10, "DATE '", null);
        addType(rows, "TIME", Types.TIME, 12, "TIME '", "precision");
        addType(rows, "TIMESTAMP", Types.TIMESTAMP, 23, "TIMESTAMP '", "precision");
        addType(rows, "TIMESTAMP WITH TIME ZONE", Types.TIMESTAMP_WITH_TIMEZONE, 29, null, null);
        addType(rows, "ARRAY", Types.ARRAY, 0, null, null);
        addType(rows, "UUID", Types.OTHER, 36, null, null);
        addType(rows, "MAP", Types.OTHER, 0, null, null);
        addType(rows, "ROW", Types.STRUCT, 0, null, null);
        rows.sort(Comparator.comparingInt(row -> (Integer) row[1]));
        return rows(
                new MetaShape()
                        .text("TYPE_NAME")
                        .integer("DATA_TYPE", "PRECISION")
                        .text("LITERAL_PREFIX", "LITERAL_SUFFIX", "CREATE_PARAMS")
                        .small("NULLABLE")
                        .bool("CASE_SENSITIVE")
                        .small("SEARCHABLE")
                        .bool("UNSIGNED_ATTRIBUTE", "FIXED_PREC_SCALE", "AUTO_INCREMENT")
                        .text("LOCAL_TYPE_NAME")
                        .small("MINIMUM_SCALE", "MAXIMUM_SCALE")
                        .integer("SQL_DATA_TYPE", "SQL_DATETIME_SUB", "NUM_PREC_RADIX"),
                rows);
    }

    private static void addType(
            List<@Nullable Object[]> rows,
            String name,
            int id,
            int precision,
            @Nullable String prefix,
            @Nullable String parameters) {
        rows.add(new Object[] {
            name,
            id,
            precision,
            prefix,
            prefix == null ? null : "'",
            parameters,
            (short) DatabaseMetaData.typeNullable,
            id == Types.CHAR || id == Types.VARCHAR,
            (short) DatabaseMetaData.typeSearchable,
            false,
            false,
            false,
            name,
            (short) 0,
            (short) (id == Types.DECIMAL ? 38 : 0),
            null,
            null,
            10
        });
    }

    @Override
    public MetaResultSet getFunctions(
            ConnectionHandle handle, @Nullable String catalog, Pat schemaPattern, Pat functionNamePattern) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        metadata().functions().stream()
                .filter(f -> NamePatterns.matches(functionNamePattern, f))
                .sorted()
                .forEach(f -> rows.add(new Object[] {
                    null, null, f, null, (short) DatabaseMetaData.functionNoTable, f.toUpperCase(Locale.ROOT)
                }));
        return rows(
                new MetaShape()
                        .text("FUNCTION_CAT", "FUNCTION_SCHEM", "FUNCTION_NAME", "REMARKS")
                        .small("FUNCTION_TYPE")
                        .text("SPECIFIC_NAME"),
                rows);
    }
}
