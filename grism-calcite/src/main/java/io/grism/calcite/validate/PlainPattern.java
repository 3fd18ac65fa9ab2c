package io.grism.calcite.validate;

import io.grism.calcite.catalog.PropertyGraph;
import io.grism.exec.graph.Direction;
import io.grism.parser.SqlGraphTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/** A GRAPH_TABLE known to be valid, with its expressions as they were written, but for predicates on elements, which are plain SQL over ids. */
final class PlainPattern {
    /** A column of the result. */
    record Column(String name, SqlNode expression) {}

    private final SqlGraphTable table;
    private final PatternBinder pattern;
    private final RelDataType rowType;
    private final List<SqlNode> conditions = new ArrayList<>();
    private final List<Column> columns = new ArrayList<>();

    /** {@code rowType} is that of the validated result. */
    PlainPattern(
            SqlGraphTable table,
            PropertyGraph graph,
            SqlValidatorScope outside,
            RelDataType rowType,
            RelDataTypeFactory types) {
        this.table = table;
        this.rowType = rowType;
        this.pattern = new PatternBinder(graph, outside, table);
        pattern.close();
        Map<String, ElementPredicates.Ends> ends = new HashMap<>();
        pattern.paths().forEach(path -> collectEnds(path.items(), ends));
        ElementPredicates predicates = new ElementPredicates(pattern.scope(), pattern, ends);
        pattern.conditions().forEach(condition -> conditions.add(predicates.rewrite(condition)));
        pattern.paths().forEach(path -> rewriteGroups(path.items(), ends));
        for (SqlNode column : table.columns()) {
            if (column instanceof SqlIdentifier star && star.isStar()) {
                star(star, types);
            } else {
                boolean named = column.getKind() == SqlKind.AS;
                SqlNode expression = named ? ((SqlCall) column).operand(0) : column;
                add(predicates.rewrite(expression));
            }
        }
    }

    private void add(SqlNode expression) {
        columns.add(new Column(rowType.getFieldNames().get(columns.size()), expression));
    }

    private void star(SqlIdentifier star, RelDataTypeFactory types) {
        for (PatternVariable variable : pattern.named()) {
            if (star.names.size() > 1 && !variable.name().equalsIgnoreCase(star.names.get(0))) {
                continue;
            }
            for (String name : variable.rowType(types).getFieldNames()) {
                if (!name.equals(PatternVariable.ID)) {
                    add(new SqlIdentifier(List.of(variable.name(), name), star.getParserPosition()));
                }
            }
        }
    }

    private void rewriteGroups(List<PathItem> items, Map<String, ElementPredicates.Ends> ends) {
        for (PathItem item : items) {
            if (item instanceof PathItem.Group group) {
                ElementPredicates predicates = new ElementPredicates(group.scope(), pattern, ends);
                group.conditions().replaceAll(predicates::rewrite);
                rewriteGroups(group.items(), ends);
            }
        }
    }

    /** The vertices beside each plain edge. */
    static void collectEnds(List<PathItem> items, Map<String, ElementPredicates.Ends> ends) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof PathItem.Edge edge
                    && edge.crossing() instanceof Crossing.Edges
                    && edge.direction() != Direction.ANY
                    && i > 0
                    && i + 1 < items.size()
                    && items.get(i - 1) instanceof PathItem.Vertex left
                    && items.get(i + 1) instanceof PathItem.Vertex right) {
                ends.put(
                        edge.variable().name(),
                        new ElementPredicates.Ends(
                                left.variable().name(), right.variable().name(), edge.direction()));
            } else if (items.get(i) instanceof PathItem.Group group) {
                collectEnds(group.items(), ends);
            }
        }
    }

    SqlGraphTable table() {
        return table;
    }

    PatternBinder pattern() {
        return pattern;
    }

    RelDataType rowType() {
        return rowType;
    }

    List<SqlNode> conditions() {
        return conditions;
    }

    List<Column> columns() {
        return columns;
    }
}
