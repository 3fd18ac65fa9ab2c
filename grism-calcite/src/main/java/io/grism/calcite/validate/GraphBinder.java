package io.grism.calcite.validate;

import io.grism.calcite.catalog.GrismCatalogReader;
import io.grism.calcite.catalog.GrismGraph;
import io.grism.calcite.catalog.GrismTable;
import io.grism.calcite.catalog.PropertyGraph;
import io.grism.calcite.catalog.PropertyGraph.ElementTable;
import io.grism.calcite.catalog.PropertyGraph.Property;
import io.grism.calcite.catalog.Suggestions;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.graph.GraphTables;
import io.grism.exec.storage.ObjectName;
import io.grism.parser.SqlElementTable;
import io.grism.parser.SqlGraphDefinition;
import io.grism.parser.SqlInlineGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperatorTable;
import org.jspecify.annotations.Nullable;

/** Checks the definition of a property graph against the tables that it names. */
public final class GraphBinder {
    private final GrismCatalogReader reader;
    private final SqlOperatorTable operators;
    private final RelOptCluster cluster;
    private final ElementBinder elements;
    private final RelDataTypeFactory types;

    public GraphBinder(GrismCatalogReader reader, SqlOperatorTable operators, RelOptCluster cluster) {
        this.reader = reader;
        this.operators = operators;
        this.cluster = cluster;
        this.types = cluster.getTypeFactory();
        this.elements = new ElementBinder(reader, operators, cluster);
    }

    /** The graph of a name in a query; UNKNOWN_GRAPH otherwise. */
    public PropertyGraph bind(SqlIdentifier name) {
        var table = reader.getTable(name.names);
        GrismGraph graph = table == null ? null : table.unwrap(GrismGraph.class);
        if (graph == null) {
            throw GraphErrors.error(ErrorCode.UNKNOWN_GRAPH, "Cannot find graph: " + name + reason(name, table), name);
        }
        GrismCatalogReader beside = Objects.equals(graph.name().version(), reader.version())
                ? reader
                : reader.withSchemaPath(GrismCatalogReader.schemaPath(graph.name()));
        return new GraphBinder(beside, operators, cluster).bind(graph.name(), graph.definition());
    }

    private String reason(SqlIdentifier name, @Nullable Object table) {
        if (table != null) {
            return ". It is a table; GRAPH_TABLE reads property graphs.";
        }
        List<String> graphs = reader.catalog().snapshot().objects().stream()
                .filter(object -> object.kind().equals(GrismGraph.KIND))
                .map(object -> object.name().name())
                .toList();
        String wanted = name.names.get(name.names.size() - 1);
        String near = Suggestions.nearest(wanted, graphs);
        if (near != null && near.equalsIgnoreCase(wanted)) {
            return ". It is in another schema: put the schema before its name.";
        }
        return Suggestions.didYouMean(wanted, graphs);
    }

    /** The graph of a definition in a query, over tables of the version that its names are looked up in. */
    PropertyGraph bind(SqlInlineGraph inline) {
        return bind(new ObjectName("", "inline", reader.version()), inline.definition());
    }

    /** The graph that a definition describes; INVALID_GRAPH, UNKNOWN_TABLE, UNKNOWN_COLUMN or TYPE_MISMATCH with the position when it is wrong. */
    public PropertyGraph bind(ObjectName name, SqlGraphDefinition definition) {
        Set<String> names = new HashSet<>();
        List<ElementTable> vertices = new ArrayList<>();
        for (SqlNode node : definition.vertices()) {
            vertices.add(elements.bind((SqlElementTable) node, names));
        }
        List<ElementTable> players = new ArrayList<>(vertices);
        for (SqlNode node : definition.edges()) {
            players.add(elements.bind((SqlElementTable) node, names));
        }
        List<ElementTable> edges = new ArrayList<>();
        List<GraphTables.EdgeTable> edgeTables = new ArrayList<>();
        Map<ObjectName, RelOptTable> throughTables = new HashMap<>();
        for (SqlNode node : definition.edges()) {
            ElementTable edge = players.get(vertices.size() + edges.size());
            RoleBinder binder = new RoleBinder((SqlElementTable) node, edge, players, reader, throughTables);
            List<GraphTables.Role> roles = binder.bind();
            edgeTables.add(new GraphTables.EdgeTable(edge.table(), roles));
            edges.add(edge.withRoles(roles.stream()
                    .map(role -> new PropertyGraph.Role(
                            role.name(),
                            players.get(role.player()).name(),
                            role.presence(),
                            role.through() == null ? null : role.through().table()))
                    .toList()));
        }
        checkTypes("vertex", vertices, definition);
        checkTypes("edge", edges, definition);
        GraphTables tables = new GraphTables(
                name,
                vertices.stream()
                        .map(vertex -> new GraphTables.VertexTable(vertex.table()))
                        .toList(),
                edgeTables);
        return new PropertyGraph(tables, vertices, edges, throughTables);
    }

    static GrismTable definitionOf(ElementTable element) {
        GrismTable table = element.relTable().unwrap(GrismTable.class);
        if (table == null) {
            throw new IllegalStateException("not a stored table: " + element.table());
        }
        return table;
    }

    /** Properties of one name must have types that unite. */
    private void checkTypes(String kind, List<ElementTable> tables, SqlGraphDefinition definition) {
        Map<String, RelDataType> known = new HashMap<>();
        Map<String, String> owners = new HashMap<>();
        for (ElementTable table : tables) {
            for (Property property : table.properties().values()) {
                String key = property.name().toLowerCase(Locale.ROOT);
                RelDataType before = known.get(key);
                RelDataType union =
                        before == null ? property.type() : types.leastRestrictive(List.of(before, property.type()));
                if (union == null) {
                    throw GraphErrors.error(
                            ErrorCode.TYPE_MISMATCH,
                            "Cannot unite the types of " + kind + " property " + property.name() + ": it is " + before
                                    + " in " + owners.get(key) + " and " + property.type() + " in " + table.name()
                                    + ". Cast one of them, or give it another name.",
                            definition);
                }
                known.put(key, union);
                owners.putIfAbsent(key, table.name());
            }
        }
    }
}
