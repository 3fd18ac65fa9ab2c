package io.grism.calcite.validate;

import io.grism.calcite.catalog.GrismCatalogReader;
import io.grism.calcite.catalog.GrismTable;
import io.grism.calcite.catalog.PropertyGraph.ElementTable;
import io.grism.calcite.catalog.Suggestions;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.graph.GraphTables;
import io.grism.exec.storage.ObjectName;
import io.grism.exec.storage.TableDefinition;
import io.grism.parser.SqlElementRole;
import io.grism.parser.SqlElementTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;

/** Checks the ends, or roles, of one edge table, and infers the keys that are not written from foreign and primary keys. */
final class RoleBinder {
    private final SqlElementTable edge;
    private final ElementTable bound;
    private final TableDefinition table;
    private final List<ElementTable> players;
    private final GrismCatalogReader reader;
    private final Map<ObjectName, RelOptTable> throughTables;

    /** Tables of incidences that roles are played through join {@code throughTables}. */
    RoleBinder(
            SqlElementTable edge,
            ElementTable bound,
            List<ElementTable> players,
            GrismCatalogReader reader,
            Map<ObjectName, RelOptTable> throughTables) {
        this.edge = edge;
        this.bound = bound;
        this.table = GraphBinder.definitionOf(bound).snapshot().definition();
        this.players = players;
        this.reader = reader;
        this.throughTables = throughTables;
    }

    /** The roles in the order of their declaration; of a plain edge the source, then the destination. */
    List<GraphTables.Role> bind() {
        SqlNodeList nodes = Objects.requireNonNull(edge.roles());
        if (nodes.size() < 2) {
            throw GraphErrors.invalidGraph(
                    "Cannot define hyperedge " + edge.table() + " with one role. It needs two or more.", edge);
        }
        List<GraphTables.Role> roles = new ArrayList<>();
        for (SqlNode node : nodes) {
            SqlElementRole role = (SqlElementRole) node;
            GraphTables.Role next = bind(role, name(role, roles));
            if (roles.stream().anyMatch(known -> isSame(known, next))) {
                throw GraphErrors.invalidGraph(
                        "Cannot declare role " + role.name() + " of " + edge.table() + " twice in the same way.", role);
            }
            roles.add(next);
        }
        if (roles.size() == 2 && roles.get(0).name().equals(SqlElementRole.DESTINATION)) {
            Collections.reverse(roles);
        }
        return roles;
    }

    /** The name as it was written first; the case of letters does not matter. */
    private static String name(SqlElementRole role, List<GraphTables.Role> before) {
        String name = role.name().getSimple();
        for (String known : List.of(SqlElementRole.SOURCE, SqlElementRole.DESTINATION)) {
            if (known.equalsIgnoreCase(name)) {
                return known;
            }
        }
        return before.stream()
                .map(GraphTables.Role::name)
                .filter(name::equalsIgnoreCase)
                .findFirst()
                .orElse(name);
    }

    private static boolean isSame(GraphTables.Role one, GraphTables.Role other) {
        return one.name().equals(other.name())
                && one.player() == other.player()
                && one.edgeColumns().equals(other.edgeColumns())
                && Objects.equals(one.through(), other.through());
    }

    private GraphTables.Role bind(SqlElementRole role, String name) {
        ElementTable player = vertex(role);
        return role.through() == null
                ? bindDirect(role, name, player)
                : bindThrough(role, name, player, Objects.requireNonNull(role.through()));
    }

    private GraphTables.Role bindThrough(
            SqlElementRole role, String name, ElementTable player, SqlIdentifier throughName) {
        Prepare.PreparingTable found = reader.getTable(throughName.names);
        GrismTable stored = found == null ? null : found.unwrap(GrismTable.class);
        if (found == null || stored == null) {
            String last = throughName.names.get(throughName.names.size() - 1);
            String schema = throughName.names.size() > 1 ? throughName.names.get(0) : reader.currentSchema();
            throw GraphErrors.error(
                    ErrorCode.UNKNOWN_TABLE,
                    "Cannot find table: " + throughName
                            + Suggestions.didYouMean(last, reader.catalog().objectNames(schema)),
                    throughName);
        }
        TableDefinition incidences = stored.snapshot().definition();
        TableDefinition target = GraphBinder.definitionOf(player).snapshot().definition();
        throughTables.put(stored.name(), found);
        List<Integer> edgeKey;
        List<Integer> edgeColumns;
        if (role.key() == null) {
            TableDefinition.ForeignKey foreignKey = foreignKey(incidences, table, role);
            edgeKey = foreignKey.columns();
            edgeColumns = foreignKey.referencedColumns();
        } else {
            edgeKey = columns(role.key(), incidences);
            edgeColumns = bound.key();
        }
        checkTypes(edgeKey, incidences, edgeColumns, table, role);
        List<Integer> playerKey;
        List<Integer> playerColumns;
        if (role.playerKey() == null) {
            TableDefinition.ForeignKey foreignKey = foreignKey(incidences, target, role);
            playerKey = foreignKey.columns();
            playerColumns = foreignKey.referencedColumns();
        } else {
            playerKey = columns(role.playerKey(), incidences);
            playerColumns = role.vertexKey() == null ? player.key() : columns(role.vertexKey(), target);
        }
        checkTypes(playerKey, incidences, playerColumns, target, role);
        return new GraphTables.Role(
                name,
                GraphTables.Presence.OPTIONAL,
                new GraphTables.Through(stored.name(), edgeKey, playerKey),
                edgeColumns,
                players.indexOf(player),
                playerColumns);
    }

    private GraphTables.Role bindDirect(SqlElementRole role, String name, ElementTable player) {
        TableDefinition target = GraphBinder.definitionOf(player).snapshot().definition();
        SqlNodeList key = role.key();
        SqlNodeList vertexKey = role.vertexKey();
        TableDefinition.ForeignKey foreignKey =
                key == null ? foreignKey(table, target, role) : declared(columns(key, table), target);
        List<Integer> columns = key == null ? Objects.requireNonNull(foreignKey).columns() : columns(key, table);
        List<Integer> targets;
        if (vertexKey != null) {
            targets = columns(vertexKey, target);
        } else if (foreignKey != null) {
            targets = foreignKey.referencedColumns();
        } else {
            targets = player.key();
        }
        checkTypes(columns, table, targets, target, role);
        return new GraphTables.Role(
                name,
                role.isOptional() ? GraphTables.Presence.OPTIONAL : GraphTables.Presence.REQUIRED,
                null,
                columns,
                players.indexOf(player),
                targets);
    }

    private ElementTable vertex(SqlElementRole role) {
        String wanted = role.vertex().getSimple();
        for (ElementTable vertex : players) {
            if (vertex.name().equalsIgnoreCase(wanted)) {
                return vertex;
            }
        }
        throw GraphErrors.invalidGraph(
                "Cannot find vertex table: " + wanted
                        + Suggestions.didYouMean(
                                wanted, players.stream().map(ElementTable::name).toList()),
                role.vertex());
    }

    /** The one foreign key from one table to another. */
    private static TableDefinition.ForeignKey foreignKey(
            TableDefinition from, TableDefinition to, SqlElementRole role) {
        List<TableDefinition.ForeignKey> keys = from.foreignKeys().stream()
                .filter(key -> key.references().equals(to.name()))
                .toList();
        if (keys.size() != 1) {
            String name = role.name().getSimple();
            throw GraphErrors.invalidGraph(
                    "Cannot tell the " + name + " of " + from.name().name() + ": it has "
                            + (keys.isEmpty() ? "no foreign key" : keys.size() + " foreign keys") + " to "
                            + to.name().name() + ". Write "
                            + (role.isPlain() ? name.toUpperCase(Locale.ROOT) : "ROLE " + name)
                            + " KEY (columns) REFERENCES " + role.vertex() + " (columns).",
                    role);
        }
        return keys.get(0);
    }

    private TableDefinition.@Nullable ForeignKey declared(List<Integer> columns, TableDefinition target) {
        return table.foreignKeys().stream()
                .filter(key -> key.columns().equals(columns) && key.references().equals(target.name()))
                .findFirst()
                .orElse(null);
    }

    private static void checkTypes(
            List<Integer> columns,
            TableDefinition from,
            List<Integer> targets,
            TableDefinition to,
            SqlElementRole role) {
        if (targets.isEmpty()) {
            throw GraphErrors.invalidGraph(
                    "Cannot reference " + to.name().name() + ": it has no key. Write REFERENCES " + role.vertex()
                            + " (columns), or give it a KEY.",
                    role);
        }
        if (columns.size() != targets.size()) {
            throw GraphErrors.invalidGraph(
                    "Cannot reference " + to.name().name() + ": " + columns.size() + " columns refer to "
                            + targets.size() + ".",
                    role);
        }
        for (int i = 0; i < columns.size(); i++) {
            Field own = from.schema().getFields().get(columns.get(i));
            Field other = to.schema().getFields().get(targets.get(i));
            if (!comparable(own, other)) {
                throw GraphErrors.error(
                        ErrorCode.TYPE_MISMATCH,
                        "Cannot reference " + to.name().name() + ": " + own.getName() + " is "
                                + from.sqlTypes().get(columns.get(i)) + ", but " + other.getName() + " is "
                                + to.sqlTypes().get(targets.get(i)) + ".",
                        role);
            }
        }
    }

    private static boolean comparable(Field own, Field other) {
        return own.getType().equals(other.getType()) || (isInteger(own) && isInteger(other));
    }

    private static boolean isInteger(Field field) {
        return switch (TypeKind.of(field)) {
            case TINYINT, SMALLINT, INTEGER, BIGINT -> true;
            default -> false;
        };
    }

    /** Ordinals of columns by name, each once. */
    static List<Integer> columns(SqlNodeList names, TableDefinition table) {
        List<String> known =
                table.schema().getFields().stream().map(Field::getName).toList();
        List<Integer> ordinals = new ArrayList<>();
        for (SqlNode node : names) {
            String wanted = ((SqlIdentifier) node).getSimple();
            int ordinal = -1;
            for (int i = 0; i < known.size() && ordinal < 0; i++) {
                ordinal = known.get(i).equalsIgnoreCase(wanted) ? i : -1;
            }
            if (ordinal < 0) {
                throw GraphErrors.error(
                        ErrorCode.UNKNOWN_COLUMN,
                        "Cannot find column: " + wanted + " of " + table.name().name()
                                + Suggestions.didYouMean(wanted, known),
                        node);
            }
            if (ordinals.contains(ordinal)) {
                throw GraphErrors.invalidGraph("Cannot name column " + wanted + " twice.", node);
            }
            ordinals.add(ordinal);
        }
        return ordinals;
    }
}
