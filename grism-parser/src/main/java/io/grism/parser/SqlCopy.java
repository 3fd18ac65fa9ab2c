package io.grism.parser;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.Symbolizable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code COPY t [(...)] FROM | TO 'file' WITH (...)}, {@code COPY (query) TO 'file' WITH (...)}. */
public final class SqlCopy extends GrismCall {
    static final GrismOperator OPERATOR = new GrismOperator("COPY", SqlKind.OTHER, SqlCopy::of);

    /** Whether a file is read or written. */
    public enum Way implements Symbolizable {
        FROM,
        TO
    }

    public SqlCopy(
            SqlParserPos position,
            @Nullable SqlIdentifier table,
            @Nullable SqlNodeList columns,
            @Nullable SqlNode query,
            SqlLiteral way,
            SqlNode file,
            SqlNodeList options) {
        super(position, table, columns, query, way, file, options);
    }

    private static SqlCopy of(SqlParserPos position, @Nullable SqlNode[] o) {
        return new SqlCopy(
                position,
                (SqlIdentifier) o[0],
                (SqlNodeList) o[1],
                o[2],
                (SqlLiteral) Objects.requireNonNull(o[3]),
                Objects.requireNonNull(o[4]),
                (SqlNodeList) Objects.requireNonNull(o[5]));
    }

    /** Null when there is a query. */
    public @Nullable SqlIdentifier table() {
        return identifier(0);
    }

    public @Nullable SqlNodeList columns() {
        return list(1);
    }

    public @Nullable SqlNode query() {
        return get(2);
    }

    public Way way() {
        return Objects.requireNonNull(symbol(3, Way.class));
    }

    public String file() {
        return ((SqlLiteral) node(4)).getValueAs(String.class);
    }

    /** Where the file name stands. */
    public SqlParserPos filePosition() {
        return node(4).getParserPosition();
    }

    /** Options by name in lower case. */
    public Map<String, String> options() {
        Map<String, String> result = new LinkedHashMap<>();
        SqlNodeList list = (SqlNodeList) node(5);
        for (int i = 0; i < list.size(); i += 2) {
            String name = ((SqlIdentifier) list.get(i)).getSimple().toLowerCase(Locale.ROOT);
            String value = Objects.requireNonNullElse(((SqlLiteral) list.get(i + 1)).toValue(), "");
            if (result.put(name, value) != null) {
                throw SqlSyntax.error(
                        "Cannot set option " + name + " twice", list.get(i).getParserPosition());
            }
        }
        return result;
    }

    /** Where an option stands. */
    public SqlParserPos optionPosition(String name) {
        SqlNodeList list = (SqlNodeList) node(5);
        for (int i = 0; i < list.size(); i += 2) {
            if (((SqlIdentifier) list.get(i)).getSimple().equalsIgnoreCase(name)) {
                return list.get(i).getParserPosition();
            }
        }
        return getParserPosition();
    }

    @Override
    public SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.keyword("COPY");
        SqlIdentifier table = table();
        if (table != null) {
            table.unparse(writer, 0, 0);
        }
        SqlNodeList columns = columns();
        if (columns != null) {
            SqlSyntax.unparseList(writer, columns);
        }
        SqlNode query = query();
        if (query != null) {
            SqlWriter.Frame frame = writer.startList(SqlWriter.FrameTypeEnum.SUB_QUERY, "(", ")");
            query.unparse(writer, 0, 0);
            writer.endList(frame);
        }
        writer.keyword(way().name());
        node(4).unparse(writer, 0, 0);
        SqlNodeList options = (SqlNodeList) node(5);
        if (options.size() > 0) {
            writer.keyword("WITH");
            SqlWriter.Frame frame = writer.startList("(", ")");
            for (int i = 0; i < options.size(); i += 2) {
                writer.sep(",");
                options.get(i).unparse(writer, 0, 0);
                options.get(i + 1).unparse(writer, 0, 0);
            }
            writer.endList(frame);
        }
    }
}
