package io.grism.calcite.validate;

import io.grism.calcite.catalog.GrismCatalogReader;
import io.grism.calcite.catalog.GrismTable;
import io.grism.calcite.catalog.PropertyGraph.ElementTable;
import io.grism.calcite.catalog.Suggestions;
import io.grism.exec.batch.TypeKind;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.graph.GraphTables;
import io.grism.exec.storage.TableDefinition;
import io.grism.parser.SqlElementRole;
import io.grism.parser.SqlElementTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;

/** Checks the ends, or roles, of one edge table, and infers the keys that are not written from foreign and primary keys. */
final class RoleBinder {
    private final SqlElementTable edge;
    private final TableDefinition table;
    private final List<ElementTable> vertices;
    private final GrismCatalogReader reader;

    RoleBinder(SqlElementTable edge, GrismTable table, List<ElementTable> vertices, GrismCatalogReader reader) {
        this.edge = edge;
        this.table = table.snapshot().definition();
        this.vertices = vertices;
        this.reader = reader;
    }

    /** Source and destination, in this order. */
    List<GraphTables.Role> bind() {
        List<GraphTables.Role> roles = new ArrayList<>();
        for (String name : List.of(SqlElementRole.SOURCE, SqlElementRole.DESTINATION)) {
            for (SqlNode node : Objects.requireNonNull(edge.roles())) {
                SqlElementRole role = (SqlElementRole) node;
                if (role.name().getSimple().equals(name)) {
                    roles.add(bind(role));
                }
            }
        }
        if (roles.size() != 2) {
            throw GraphErrors.invalidGraph(
                    "Cannot define edge " + edge.table() + ": it needs a source and a destination.", edge);
        }
        return roles;
    }

    /** Checks the roles of a hyperedge. */
    void check() {
        SqlNodeList roles = Objects.requireNonNull(edge.roles());
        if (roles.size() < 2) {
            throw GraphErrors.invalidGraph(
                    "Cannot define hyperedge " + edge.table() + " with one role. It needs two or more.", edge);
        }
        Set<String> names = new HashSet<>();
        for (SqlNode node : roles) {
            SqlElementRole role = (SqlElementRole) node;
            if (!names.add(role.name().getSimple().toLowerCase(Locale.ROOT))) {
                throw GraphErrors.invalidGraph(
                        "Cannot name two roles of " + edge.table() + " " + role.name() + ".", role);
            }
            if (role.through() == null) {
                bind(role);
            } else {
                checkThrough(role, Objects.requireNonNull(role.through()));
            }
        }
    }

    private void checkThrough(SqlElementRole role, SqlIdentifier name) {
        var found = reader.getTable(name.names);
        GrismTable stored = found == null ? null : found.unwrap(GrismTable.class);
        if (stored == null) {
            throw GraphErrors.error(ErrorCode.UNKNOWN_TABLE, "Cannot find table: " + name + ".", name);
        }
        TableDefinition incidences = stored.snapshot().definition();
        ElementTable vertex = vertex(role);
        SqlNodeList key = role.key();
        SqlNodeList playerKey = role.playerKey();
        TableDefinition players = GraphBinder.definitionOf(vertex).snapshot().definition();
        List<Integer> own = edge.key() == null ? table.primaryKey() : columns(edge.key(), table);
        if (key != null) {
            checkTypes(columns(key, incidences), incidences, own, table, role);
        } else {
            foreignKey(incidences, table, role);
        }
        if (playerKey != null) {
            List<Integer> target = role.vertexKey() == null
                    ? vertex.key()
                    : columns(Objects.requireNonNull(role.vertexKey()), players);
            checkTypes(columns(playerKey, incidences), incidences, target, players, role);
        } else {
            foreignKey(incidences, players, role);
        }
    }

    private GraphTables.Role bind(SqlElementRole role) {
        ElementTable vertex = vertex(role);
        TableDefinition target = GraphBinder.definitionOf(vertex).snapshot().definition();
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
            targets = vertex.key();
        }
        checkTypes(columns, table, targets, target, role);
        return new GraphTables.Role(role.name().getSimple(), columns, vertices.indexOf(vertex), targets);
    }

    private ElementTable vertex(SqlElementRole role) {
        String wanted = role.vertex().getSimple();
        for (ElementTable vertex : vertices) {
            if (vertex.name().equalsIgnoreCase(wanted)) {
                return vertex;
            }
        }
        throw GraphErrors.invalidGraph(
                "Cannot find vertex table: " + wanted
                        + Suggestions.didYouMean(
                                wanted,
                                vertices.stream().map(ElementTable::name).toList()),
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
