package io.grism.calcite.query;

import io.grism.calcite.catalog.PropertyGraph;
import io.grism.calcite.catalog.PropertyGraph.ElementTable;
import io.grism.exec.graph.GraphTables;
import io.grism.exec.storage.ObjectName;
import io.grism.parser.SqlElementRole;
import io.grism.parser.SqlElementTable;
import io.grism.parser.SqlGraphDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Makes the text of a graph's definition mean the same under every current schema. */
final class GraphText {
    private GraphText() {}

    /** The definition with the names of its element tables in full. */
    static SqlGraphDefinition qualified(SqlGraphDefinition definition, PropertyGraph graph) {
        Map<String, ObjectName> tables = Stream.of(graph.vertices(), graph.edges())
                .flatMap(List::stream)
                .collect(Collectors.toMap(table -> table.name().toLowerCase(Locale.ROOT), ElementTable::table));
        SqlLiteral dangling =
                definition.dangling() == null ? null : definition.dangling().symbol(SqlParserPos.ZERO);
        return new SqlGraphDefinition(
                SqlParserPos.ZERO,
                qualified(definition.vertices(), tables, graph),
                qualified(definition.edges(), tables, graph),
                dangling);
    }

    private static SqlNodeList qualified(SqlNodeList elements, Map<String, ObjectName> tables, PropertyGraph graph) {
        List<SqlNode> result = new ArrayList<>();
        for (SqlNode node : elements) {
            SqlElementTable element = (SqlElementTable) node;
            SqlIdentifier last =
                    element.table().getComponent(element.table().names.size() - 1);
            SqlIdentifier alias = element.alias() == null ? last : element.alias();
            ObjectName table = tables.get(alias.getSimple().toLowerCase(Locale.ROOT));
            if (table == null) {
                throw new IllegalStateException("no element table " + alias);
            }
            result.add(new SqlElementTable(
                    SqlParserPos.ZERO,
                    Names.identifier(table, SqlParserPos.ZERO),
                    alias,
                    element.key(),
                    qualified(element.roles(), alias.getSimple(), graph),
                    element.labels()));
        }
        return new SqlNodeList(result, SqlParserPos.ZERO);
    }

    /** The roles with the names of the tables that they are played through in full. */
    private static @Nullable SqlNodeList qualified(@Nullable SqlNodeList roles, String element, PropertyGraph graph) {
        if (roles == null) {
            return null;
        }
        int edge = 0;
        while (!graph.edges().get(edge).name().equalsIgnoreCase(element)) {
            edge++;
        }
        List<GraphTables.Role> bound = graph.tables().edges().get(edge).roles();
        List<SqlNode> result = new ArrayList<>();
        for (int i = 0; i < roles.size(); i++) {
            SqlElementRole role = (SqlElementRole) roles.get(i);
            GraphTables.Through through =
                    role.through() == null ? null : bound.get(i).through();
            result.add(through == null ? role : role.withThrough(Names.identifier(through.table(), SqlParserPos.ZERO)));
        }
        return new SqlNodeList(result, SqlParserPos.ZERO);
    }
}
