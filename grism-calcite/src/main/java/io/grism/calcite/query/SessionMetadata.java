package io.grism.calcite.query;

import io.grism.api.GrismMetadata;
import io.grism.calcite.catalog.GrismGraph;
import io.grism.calcite.catalog.GrismTable;
import io.grism.calcite.catalog.GrismView;
import io.grism.calcite.catalog.PropertyGraph;
import io.grism.calcite.catalog.SnapshotCatalog;
import io.grism.exec.error.GrismException;
import io.grism.exec.graph.GraphTables;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.TableDefinition;
import io.grism.exec.storage.TableSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlOperator;

/** What a snapshot holds, read once. A view or graph that no longer can be read shows nothing but its name. */
record SessionMetadata(List<String> schemas, List<Table> tables, List<Graph> graphs, List<String> functions)
        implements GrismMetadata {
    static SessionMetadata read(QueryPlanner planner, Snapshot snapshot) {
        SnapshotCatalog catalog = planner.catalog(snapshot);
        RelDataTypeFactory types = planner.typeFactory();
        List<Table> tables = new ArrayList<>();
        List<Graph> graphs = new ArrayList<>();
        for (String schema : new TreeSet<>(snapshot.schemas())) {
            for (String name : new TreeSet<>(catalog.objectNames(schema))) {
                org.apache.calcite.schema.Table table = catalog.table(schema, name);
                if (table instanceof GrismTable stored) {
                    tables.add(table(stored, types, snapshot));
                } else if (table instanceof GrismView view) {
                    tables.add(new Table(
                            schema, name, "VIEW", columns(view, types), List.of(), List.of(), List.of(), List.of()));
                } else if (table instanceof GrismGraph graph) {
                    graphs.add(graph(graph, planner, snapshot));
                }
            }
        }
        return new SessionMetadata(List.copyOf(new TreeSet<>(snapshot.schemas())), tables, graphs, functionNames());
    }

    private static Table table(GrismTable table, RelDataTypeFactory types, Snapshot snapshot) {
        TableDefinition definition = table.snapshot().definition();
        List<Column> columns = columns(table.getRowType(types));
        return new Table(
                table.name().schema(),
                table.name().name(),
                "TABLE",
                columns,
                names(columns, definition.primaryKey()),
                definition.uniqueKeys().stream()
                        .map(key -> new Key(names(columns, key)))
                        .toList(),
                definition.foreignKeys().stream()
                        .map(key -> reference(columns, key, snapshot))
                        .toList(),
                table.indexes().stream()
                        .map(index ->
                                new Index(index.name().name(), index.kind().name(), List.of(index.column())))
                        .toList());
    }

    private static Graph graph(GrismGraph stored, QueryPlanner planner, Snapshot snapshot) {
        PropertyGraph graph;
        try {
            graph = planner.graph(
                    stored.name(), stored.definition(), snapshot, stored.name().schema());
        } catch (GrismException e) {
            return new Graph(stored.name().schema(), stored.name().name(), List.of(), List.of());
        }
        return new Graph(
                graph.name().schema(),
                graph.name().name(),
                graph.vertices().stream().map(SessionMetadata::element).toList(),
                graph.edges().stream().map(SessionMetadata::element).toList());
    }

    private static Element element(PropertyGraph.ElementTable element) {
        return new Element(
                element.name(),
                element.table().toString(),
                List.copyOf(element.labels().keySet()),
                element.properties().values().stream()
                        .map(property -> new Column(property.name(), property.type()))
                        .toList(),
                element.roles().stream()
                        .map(role -> new Role(role.name(), role.vertex(), players(role)))
                        .toList());
    }

    private static Players players(PropertyGraph.Role role) {
        if (role.through() != null) {
            return Players.MANY;
        }
        return role.presence() == GraphTables.Presence.OPTIONAL ? Players.OPTIONAL : Players.ONE;
    }

    private static Reference reference(List<Column> columns, TableDefinition.ForeignKey key, Snapshot snapshot) {
        TableSnapshot target = snapshot.table(key.references());
        List<String> referenced = target == null
                ? List.of()
                : key.referencedColumns().stream()
                        .map(column -> target.definition()
                                .schema()
                                .getFields()
                                .get(column)
                                .getName())
                        .toList();
        return new Reference(
                names(columns, key.columns()),
                key.references().schema(),
                key.references().name(),
                referenced);
    }

    private static List<String> names(List<Column> columns, List<Integer> ordinals) {
        return ordinals.stream().map(ordinal -> columns.get(ordinal).name()).toList();
    }

    private static List<Column> columns(GrismView view, RelDataTypeFactory types) {
        try {
            return columns(view.getRowType(types));
        } catch (GrismException e) {
            return List.of();
        }
    }

    private static List<Column> columns(RelDataType rowType) {
        return rowType.getFieldList().stream()
                .map(field -> new Column(field.getName(), field.getType()))
                .toList();
    }

    private static List<String> functionNames() {
        TreeSet<String> names = new TreeSet<>();
        for (SqlOperator operator : PlannerSetup.operators().getOperatorList()) {
            if (operator instanceof SqlFunction
                    && !operator.getName().isBlank()
                    && !operator.getName().startsWith("$")) {
                names.add(operator.getName());
            }
        }
        return List.copyOf(names);
    }
}
