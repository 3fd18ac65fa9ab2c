package io.grism.calcite.query;

import io.grism.calcite.catalog.GrismGraph;
import io.grism.calcite.catalog.PropertyGraph;
import io.grism.calcite.catalog.PropertyGraph.ElementTable;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.graph.GraphCheck;
import io.grism.exec.graph.GraphTables;
import io.grism.exec.storage.CatalogObject;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.Snapshot;
import io.grism.exec.storage.TableDefinition;
import io.grism.exec.storage.TableSnapshot;
import io.grism.exec.storage.WriteTransaction;
import io.grism.parser.SqlElementRole;
import io.grism.parser.SqlElementTable;
import io.grism.parser.SqlGraphDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;

/** Holds graphs to their keys and ends: when they are made, and when tables of a graph that rejects dangling edges change. */
final class GraphIntegrity {
    private GraphIntegrity() {}

    /**
     * Checks a new graph. Fails on keys that are not unique, and on dangling edges unless the graph skips them.
     *
     * @return a warning for each edge table that has dangling edges
     */
    static List<String> checkNew(
            PropertyGraph graph, SqlGraphDefinition definition, Snapshot view, BufferAllocator allocator) {
        for (ElementTable vertex : graph.vertices()) {
            checkUnique(vertex.name(), vertex.key(), view.table(vertex.table()));
        }
        for (int e = 0; e < graph.edges().size(); e++) {
            ElementTable edge = graph.edges().get(e);
            for (GraphTables.Role role : graph.tables().edges().get(e).roles()) {
                ElementTable player = graph.elements().get(role.player());
                checkUnique(player.name(), role.playerColumns(), view.table(player.table()));
                if (role.through() != null) {
                    checkUnique(edge.name(), role.edgeColumns(), view.table(edge.table()));
                }
            }
        }
        List<String> warnings = new ArrayList<>();
        for (GraphCheck.Dangling dangling : GraphCheck.danglingEdges(graph.tables(), view, allocator)) {
            String message = message(graph, dangling, view);
            if (definition.dangling() != SqlGraphDefinition.Dangling.SKIP) {
                throw new GrismException(
                        ErrorCode.FOREIGN_KEY_VIOLATION,
                        "Cannot create property graph " + graph.name() + ": " + message
                                + ". Add SKIP DANGLING EDGES to leave them out of the graph.");
            }
            warnings.add("Left out of the graph: " + message + ".");
        }
        return warnings;
    }

    private static void checkUnique(String vertex, List<Integer> key, @Nullable TableSnapshot table) {
        if (table == null || key.isEmpty() || isDeclared(key, table.definition())) {
            return;
        }
        if (!table.keyIndex(key).isUnique()) {
            String columns = key.stream()
                    .map(column ->
                            table.definition().schema().getFields().get(column).getName())
                    .collect(Collectors.joining(", "));
            throw new GrismException(
                    ErrorCode.UNIQUE_VIOLATION,
                    "Cannot use (" + columns + ") as the key of vertex table " + vertex
                            + ": two rows have the same values.");
        }
    }

    private static boolean isDeclared(List<Integer> key, TableDefinition table) {
        return key.containsAll(table.primaryKey()) && !table.primaryKey().isEmpty()
                || table.uniqueKeys().stream().anyMatch(key::containsAll);
    }

    private static String message(PropertyGraph graph, GraphCheck.Dangling dangling, Snapshot view) {
        GraphTables.EdgeTable edge = graph.tables().edges().get(dangling.edgeTable());
        GraphTables.Role role = edge.roles().get(dangling.role());
        GraphTables.Through through = role.through();
        ElementTable player = graph.elements().get(role.player());
        ElementTable own = graph.edges().get(dangling.edgeTable());
        boolean lacksPlayer = dangling.end() == GraphCheck.End.PLAYER;
        TableDefinition table = Objects.requireNonNull(view.table(through == null ? edge.table() : through.table()))
                .definition();
        List<Integer> columns =
                through == null ? role.edgeColumns() : lacksPlayer ? through.playerKey() : through.edgeKey();
        String what = through == null ? "edge" : "row";
        String key = columns.stream()
                .map(column -> table.schema().getFields().get(column).getName())
                .collect(Collectors.joining(", "));
        String value = dangling.firstKey().stream().map(String::valueOf).collect(Collectors.joining(", "));
        return dangling.count() + " " + what + (dangling.count() == 1 ? "" : "s") + " of "
                + (through == null ? own.name() : through.table().name())
                + (lacksPlayer
                        ? " without " + withArticle(role.name()) + " in " + player.name()
                        : " without an edge in " + own.name())
                + ", the first with " + key + " = " + value;
    }

    private static String withArticle(String role) {
        return ("aeioAEIO".indexOf(role.charAt(0)) < 0 ? "a " : "an ") + role;
    }

    /** Fails when a change to tables has left an edge of a graph that rejects dangling edges without an end. */
    static void check(
            WriteTransaction transaction,
            Collection<ObjectName> changed,
            StatementContext context,
            BufferAllocator allocator) {
        Snapshot view = transaction.view();
        for (CatalogObject object : view.objects()) {
            if (!object.kind().equals(GrismGraph.KIND)) {
                continue;
            }
            SqlGraphDefinition definition = GrismGraph.definition(object);
            if (definition.dangling() != SqlGraphDefinition.Dangling.REJECT || !names(definition, changed)) {
                continue;
            }
            PropertyGraph graph = context.graph(object.name(), definition, view);
            for (GraphCheck.Dangling dangling : GraphCheck.danglingEdges(graph.tables(), view, allocator)) {
                throw new GrismException(
                        ErrorCode.FOREIGN_KEY_VIOLATION,
                        "Cannot change the tables of property graph " + graph.name()
                                + ", which rejects dangling edges: there would be " + message(graph, dangling, view)
                                + ".");
            }
        }
    }

    /** Whether a stored definition names one of the tables. */
    static boolean names(SqlGraphDefinition definition, Collection<ObjectName> tables) {
        return tablesOf(definition).stream().anyMatch(tables::contains);
    }

    private static void addThroughTables(SqlElementTable element, List<ObjectName> to) {
        SqlNodeList roles = element.roles();
        if (roles != null) {
            for (SqlNode node : roles) {
                SqlIdentifier through = ((SqlElementRole) node).through();
                if (through != null) {
                    to.add(new ObjectName(through.names.get(0), through.names.get(1)));
                }
            }
        }
    }

    /** The element tables, and the tables of incidences, of a stored definition. */
    static List<ObjectName> tablesOf(SqlGraphDefinition definition) {
        List<ObjectName> result = new ArrayList<>();
        for (var list : List.of(definition.vertices(), definition.edges())) {
            for (var node : list) {
                var names = ((SqlElementTable) node).table().names;
                result.add(new ObjectName(names.get(0), names.get(1)));
                addThroughTables((SqlElementTable) node, result);
            }
        }
        return result;
    }
}
