package io.grism.calcite.query;

import io.grism.api.GrismMetadata;
import io.grism.calcite.catalog.Suggestions;
import io.grism.calcite.catalog.VersionName;
import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.storage.History;
import io.grism.parser.SqlShow;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlIdentifier;
import org.jspecify.annotations.Nullable;

/** SHOW TABLES, GRAPHS, INDEXES, ROLES, SCHEMAS, VERSIONS, ALL, or one setting. */
final class Show {
    private Show() {}

    static BoundStatement prepare(Session session, String sql, SqlShow show) {
        String name = String.join(".", show.name().names).toLowerCase(Locale.ROOT);
        SqlIdentifier table = show.table();
        if (table != null && !name.equals("indexes")) {
            throw new GrismException(
                    ErrorCode.INVALID_STATEMENT,
                    "Cannot show " + show.name() + " ON a table. SHOW INDEXES ON one is allowed.",
                    SqlErrors.position(table.getParserPosition()),
                    null);
        }
        return switch (name) {
            case "tables" ->
                statement(session, sql, List.of("schema", "name", "type"), () -> tables(session.metadata()));
            case "indexes" ->
                statement(
                        session,
                        sql,
                        List.of("schema", "table", "name", "kind", "columns"),
                        () -> indexes(session, show.table()));
            case "graphs" -> statement(session, sql, List.of("schema", "name"), () -> graphs(session.metadata()));
            case "roles" ->
                statement(
                        session,
                        sql,
                        List.of("schema", "graph", "edge", "role", "player", "players"),
                        () -> roles(session.metadata()));
            case "schemas" ->
                statement(session, sql, List.of("schema"), () -> session.metadata().schemas().stream()
                        .map(List::of)
                        .toList());
            case "versions" ->
                statement(session, sql, List.of("version", "time", "changes", "tags"), () -> versions(session));
            case "all" -> statement(session, sql, List.of("name", "value"), () -> settings(session));
            case "schema" ->
                statement(session, sql, List.of("schema"), () -> List.of(List.of(session.currentSchema())));
            default -> setting(session, sql, show, name);
        };
    }

    /** Whether an identifier of one or two parts stands for a table. */
    private static boolean isNamed(GrismMetadata.Table table, SqlIdentifier identifier, String currentSchema) {
        String schema = identifier.names.size() > 1 ? identifier.names.get(identifier.names.size() - 2) : currentSchema;
        return table.name().equalsIgnoreCase(identifier.names.get(identifier.names.size() - 1))
                && table.schema().equalsIgnoreCase(schema);
    }

    private interface Lines {
        List<List<String>> write();
    }

    private static BoundStatement statement(Session session, String sql, List<String> columns, Lines lines) {
        return new TextStatement(session, sql, columns, List.of(), run -> lines.write());
    }

    private static BoundStatement setting(Session session, String sql, SqlShow show, String name) {
        if (!Settings.exists(name)) {
            Set<String> known = new TreeSet<>(session.settings().keySet());
            known.addAll(List.of("tables", "graphs", "indexes", "roles", "schemas", "schema", "versions", "all"));
            throw new GrismException(
                    ErrorCode.INVALID_OPTION,
                    "Cannot show " + show.name() + ": there is no such setting" + Suggestions.didYouMean(name, known)
                            + " SHOW knows " + String.join(", ", known) + ".",
                    SqlErrors.position(show.name().getParserPosition()),
                    null);
        }
        return statement(
                session,
                sql,
                List.of(name),
                () -> List.of(List.of(session.settings().getOrDefault(name, ""))));
    }

    private static List<List<String>> settings(Session session) {
        List<List<String>> rows = new ArrayList<>();
        for (Map.Entry<String, String> setting : new TreeMap<>(session.settings()).entrySet()) {
            rows.add(List.of(setting.getKey(), setting.getValue()));
        }
        return rows;
    }

    /** The newest first. */
    private static List<List<String>> versions(Session session) {
        List<List<String>> rows = new ArrayList<>();
        for (History.Version version : session.versions().history().versions()) {
            LocalDateTime time =
                    LocalDateTime.ofInstant(version.time(), session.versions().zone());
            rows.add(List.of(
                    Long.toString(version.number()),
                    VersionName.TIME.format(time),
                    version.changes(),
                    String.join(", ", version.tags())));
        }
        Collections.reverse(rows);
        return rows;
    }

    private static List<List<String>> tables(GrismMetadata metadata) {
        return metadata.tables().stream()
                .map(table -> List.of(table.schema(), table.name(), table.type()))
                .toList();
    }

    /** The indexes of all tables, or of those that a name stands for. */
    private static List<List<String>> indexes(Session session, @Nullable SqlIdentifier of) {
        List<List<String>> rows = new ArrayList<>();
        boolean found = of == null;
        for (GrismMetadata.Table table : session.metadata().tables()) {
            if (of == null || isNamed(table, of, session.currentSchema())) {
                found = true;
                for (GrismMetadata.Index index : table.indexes()) {
                    rows.add(List.of(
                            table.schema(),
                            table.name(),
                            index.name(),
                            index.kind(),
                            String.join(", ", index.columns())));
                }
            }
        }
        if (of != null && !found) {
            throw new GrismException(
                    ErrorCode.UNKNOWN_TABLE,
                    "Cannot find table: " + of
                            + Suggestions.didYouMean(
                                    of.names.get(of.names.size() - 1),
                                    session.metadata().tables().stream()
                                            .map(GrismMetadata.Table::name)
                                            .toList()),
                    SqlErrors.position(of.getParserPosition()),
                    null);
        }
        return rows;
    }

    private static List<List<String>> graphs(GrismMetadata metadata) {
        return metadata.graphs().stream()
                .map(graph -> List.of(graph.schema(), graph.name()))
                .toList();
    }

    /** The roles of all edges of all graphs, in the order of their declaration. */
    private static List<List<String>> roles(GrismMetadata metadata) {
        List<List<String>> rows = new ArrayList<>();
        for (GrismMetadata.Graph graph : metadata.graphs()) {
            for (GrismMetadata.Element edge : graph.edges()) {
                for (GrismMetadata.Role role : edge.roles()) {
                    rows.add(List.of(
                            graph.schema(),
                            graph.name(),
                            edge.name(),
                            role.name(),
                            role.vertex(),
                            role.players().name().toLowerCase(Locale.ROOT)));
                }
            }
        }
        return rows;
    }
}
