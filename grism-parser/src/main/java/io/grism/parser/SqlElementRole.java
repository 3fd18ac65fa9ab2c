package io.grism.parser;

import java.util.Objects;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** One end of an edge: SOURCE, DESTINATION, or a named ROLE of a hyperedge. */
public final class SqlElementRole extends GrismCall {
    static final GrismOperator OPERATOR = new GrismOperator("ROLE", SqlKind.OTHER, SqlElementRole::of);

    /** The role names of plain edges. A hyperedge cannot have them: its roles are written with ROLE. */
    public static final String SOURCE = "source";

    public static final String DESTINATION = "destination";

    public SqlElementRole(
            SqlParserPos position,
            SqlIdentifier name,
            @Nullable SqlNodeList key,
            SqlIdentifier vertex,
            @Nullable SqlNodeList vertexKey,
            @Nullable SqlIdentifier through,
            @Nullable SqlNodeList playerKey,
            @Nullable SqlLiteral optional) {
        super(position, name, key, vertex, vertexKey, through, playerKey, optional);
    }

    private static SqlElementRole of(SqlParserPos position, @Nullable SqlNode[] o) {
        return new SqlElementRole(
                position,
                (SqlIdentifier) Objects.requireNonNull(o[0]),
                (SqlNodeList) o[1],
                (SqlIdentifier) Objects.requireNonNull(o[2]),
                (SqlNodeList) o[3],
                (SqlIdentifier) o[4],
                (SqlNodeList) o[5],
                (SqlLiteral) o[6]);
    }

    public SqlIdentifier name() {
        return (SqlIdentifier) node(0);
    }

    /** Columns of the edge table (of the THROUGH table, if there is one) that refer to the vertex (to the edge). */
    public @Nullable SqlNodeList key() {
        return list(1);
    }

    /** The vertex table's name or alias in the graph. */
    public SqlIdentifier vertex() {
        return (SqlIdentifier) node(2);
    }

    public @Nullable SqlNodeList vertexKey() {
        return list(3);
    }

    /** The table of incidences of a role with many players. */
    public @Nullable SqlIdentifier through() {
        return identifier(4);
    }

    /** The same role through a table of this name. */
    public SqlElementRole withThrough(SqlIdentifier table) {
        return new SqlElementRole(
                getParserPosition(), name(), key(), vertex(), vertexKey(), table, playerKey(), (SqlLiteral) get(6));
    }

    /** Columns of the THROUGH table that refer to the vertex. */
    public @Nullable SqlNodeList playerKey() {
        return list(5);
    }

    /** Whether a NULL key is allowed and means that nobody plays the role. */
    public boolean isOptional() {
        return get(6) != null;
    }

    /** Whether this is SOURCE or DESTINATION. */
    public boolean isPlain() {
        String name = name().getSimple();
        return name.equals(SOURCE) || name.equals(DESTINATION);
    }

    @Override
    public SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        if (isPlain() && !isOptional() && through() == null) {
            writer.keyword(name().getSimple().equals(SOURCE) ? "SOURCE" : "DESTINATION");
        } else {
            writer.keyword("ROLE");
            name().unparse(writer, 0, 0);
        }
        if (isOptional()) {
            writer.keyword("OPTIONAL");
        }
        SqlIdentifier through = through();
        if (through != null) {
            writer.keyword("THROUGH");
            through.unparse(writer, 0, 0);
        }
        unparseKey(writer, "KEY", key());
        unparseKey(writer, "PLAYER KEY", playerKey());
        writer.keyword("REFERENCES");
        vertex().unparse(writer, 0, 0);
        unparseKey(writer, "", vertexKey());
    }

    private static void unparseKey(SqlWriter writer, String keyword, @Nullable SqlNodeList columns) {
        if (columns != null) {
            if (!keyword.isEmpty()) {
                writer.keyword(keyword);
            }
            SqlSyntax.unparseList(writer, columns);
        }
    }
}
