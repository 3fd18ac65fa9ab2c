package io.grism.calcite.catalog;

import io.grism.exec.storage.ObjectName;
import java.util.List;
import org.apache.calcite.config.CalciteConnectionConfig;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.apache.calcite.sql.validate.SqlNameMatchers;
import org.jspecify.annotations.Nullable;

/** Looks names up in a {@link SnapshotCatalog}: first in the current schema, then from the root; the case of letters does not matter. */
public final class GrismCatalogReader extends CalciteCatalogReader {
    private static final SqlNameMatcher ANY_CASE = SqlNameMatchers.withCaseSensitive(false);

    private final SnapshotCatalog catalog;
    private final String currentSchema;

    public GrismCatalogReader(
            SnapshotCatalog catalog,
            String currentSchema,
            RelDataTypeFactory typeFactory,
            CalciteConnectionConfig config) {
        super(catalog.root(), ANY_CASE, paths(catalog, currentSchema), typeFactory, config);
        this.catalog = catalog;
        this.currentSchema = currentSchema;
    }

    private static List<List<String>> paths(SnapshotCatalog catalog, String schema) {
        String version = catalog.version();
        if (version == null) {
            return List.of(List.of(schema), List.of());
        }
        String root = SnapshotCatalog.versionSchema(version);
        return List.of(List.of(root, schema), List.of(root));
    }

    /** What {@link #withSchemaPath} wants, for names to be looked up beside an object, in its version. */
    public static List<String> schemaPath(ObjectName object) {
        String version = object.version();
        return version == null
                ? List.of(object.schema())
                : List.of(SnapshotCatalog.versionSchema(version), object.schema());
    }

    public SnapshotCatalog catalog() {
        return catalog;
    }

    /** Where names without a schema are looked up. */
    public String currentSchema() {
        return currentSchema;
    }

    /** The version that names without one are looked up in; null for the one that the statement reads. */
    public @Nullable String version() {
        return catalog.version();
    }

    @Override
    public GrismCatalogReader withSchemaPath(List<String> schemaPath) {
        SnapshotCatalog of = schemaPath.size() == 1 ? catalog : catalog.ofVersionSchema(schemaPath.get(0));
        return new GrismCatalogReader(of, schemaPath.get(schemaPath.size() - 1), typeFactory, config);
    }

    @Override
    public Prepare.@Nullable PreparingTable getTable(List<String> names) {
        Prepare.PreparingTable table = super.getTable(names);
        if (table != null) {
            GrismTable stored = table.unwrap(GrismTable.class);
            GrismGraph graph = table.unwrap(GrismGraph.class);
            GrismView view = table.unwrap(GrismView.class);
            if (stored != null) {
                catalog.use(stored.name());
            } else if (view != null) {
                catalog.use(view.name());
            } else if (graph != null) {
                catalog.use(graph.name());
            }
        }
        return table;
    }
}
