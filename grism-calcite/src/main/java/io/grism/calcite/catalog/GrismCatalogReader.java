package io.grism.calcite.catalog;

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

    public GrismCatalogReader(
            SnapshotCatalog catalog,
            String currentSchema,
            RelDataTypeFactory typeFactory,
            CalciteConnectionConfig config) {
        super(catalog.root(), ANY_CASE, List.of(List.of(currentSchema), List.of()), typeFactory, config);
        this.catalog = catalog;
    }

    public SnapshotCatalog catalog() {
        return catalog;
    }

    @Override
    public GrismCatalogReader withSchemaPath(List<String> schemaPath) {
        return new GrismCatalogReader(catalog, schemaPath.get(0), typeFactory, config);
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
