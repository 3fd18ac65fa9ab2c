package io.grism.calcite.query;

import io.grism.calcite.catalog.PropertyGraph;
import io.grism.calcite.catalog.PropertyGraph.ElementTable;
import io.grism.exec.storage.ObjectName;
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

/** Makes the text of a graph's definition mean the same under every current schema. */
final class GraphText {
    private GraphText() {}

    /** The definition with the names of its element tables in full. */
    static SqlGraphDefinition qualified(SqlGraphDefinition definition, PropertyGraph graph) {
        Map<String, ObjectName> tables = Stream.of(graph.vertices(), graph.edges(), graph.hyperedges())
                .flatMap(List::stream)
                .collect(Collectors.toMap(table -> table.name().toLowerCase(Locale.ROOT), ElementTable::table));
        SqlLiteral dangling =
                definition.dangling() == null ? null : definition.dangling().symbol(SqlParserPos.ZERO);
        return new SqlGraphDefinition(
                SqlParserPos.ZERO,
                qualified(definition.vertices(), tables),
                qualified(definition.edges(), tables),
                dangling);
    }

    private static SqlNodeList qualified(SqlNodeList elements, Map<String, ObjectName> tables) {
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
                    element.roles(),
                    element.labels()));
        }
        return new SqlNodeList(result, SqlParserPos.ZERO);
    }
}
