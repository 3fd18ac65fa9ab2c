package io.grism.calcite.rel;

import io.grism.exec.graph.Direction;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.type.SqlTypeName;

/** The flat rows of graph rels: {@code variable.$id} and {@code variable.property}. */
final class GraphRows {
    private static final String ID_SUFFIX = "." + LogicalMatch.ID;

    private final RelDataTypeFactory.Builder row;

    private GraphRows(RelDataTypeFactory.Builder row) {
        this.row = row;
    }

    /** A row that starts with the given fields. */
    static GraphRows of(RelDataTypeFactory types, List<RelDataTypeField> fields) {
        return new GraphRows(types.builder().addAll(fields));
    }

    GraphRows id(String variable) {
        row.add(variable + ID_SUFFIX, SqlTypeName.BIGINT);
        return this;
    }

    GraphRows properties(String variable, List<MatchProperty> properties) {
        for (MatchProperty property : properties) {
            row.add(variable + "." + property.name(), property.type());
        }
        return this;
    }

    RelDataType build() {
        return row.build();
    }

    /** The variable whose id a column holds, by the column's name. */
    static String variable(RelNode rel, int column) {
        String name = rel.getRowType().getFieldNames().get(column);
        return name.endsWith(ID_SUFFIX) ? name.substring(0, name.length() - ID_SUFFIX.length()) : name;
    }

    /** An edge in pattern notation. */
    static String arrow(String from, Direction direction, String edge, String to) {
        return "(" + from + ")"
                + switch (direction) {
                    case OUT -> "-[" + edge + "]->";
                    case IN -> "<-[" + edge + "]-";
                    case ANY -> "-[" + edge + "]-";
                }
                + "(" + to + ")";
    }
}
