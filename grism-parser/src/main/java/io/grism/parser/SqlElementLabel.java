package io.grism.parser;

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

/** A label of an element table with its properties. */
public final class SqlElementLabel extends GrismCall {
    static final GrismOperator OPERATOR = new GrismOperator("LABEL", SqlKind.OTHER, SqlElementLabel::of);

    /** Which properties a label has. */
    public enum Properties implements Symbolizable {
        /** Not said: all columns. */
        DEFAULT,
        /** All columns, perhaps EXCEPT some. */
        ALL,
        NONE,
        LIST
    }

    public SqlElementLabel(
            SqlParserPos position, @Nullable SqlIdentifier name, SqlLiteral properties, SqlNodeList list) {
        super(position, name, properties, list);
    }

    private static SqlElementLabel of(SqlParserPos position, @Nullable SqlNode[] o) {
        return new SqlElementLabel(
                position, (SqlIdentifier) o[0], (SqlLiteral) Objects.requireNonNull(o[1]), (SqlNodeList)
                        Objects.requireNonNull(o[2]));
    }

    /** The label; null for the default one, which is the element table's name. */
    public @Nullable SqlIdentifier name() {
        return identifier(0);
    }

    public Properties properties() {
        return Objects.requireNonNull(symbol(1, Properties.class));
    }

    /** The expressions, with AS or without, of {@link Properties#LIST}; the columns left out of {@link Properties#ALL}. */
    public SqlNodeList list() {
        return (SqlNodeList) node(2);
    }

    @Override
    public SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        SqlIdentifier name = name();
        if (name == null) {
            writer.keyword("DEFAULT LABEL");
        } else {
            writer.keyword("LABEL");
            name.unparse(writer, 0, 0);
        }
        switch (properties()) {
            case DEFAULT -> {}
            case NONE -> writer.keyword("NO PROPERTIES");
            case LIST -> {
                writer.keyword("PROPERTIES");
                SqlSyntax.unparseList(writer, list());
            }
            case ALL -> {
                writer.keyword("PROPERTIES ARE ALL COLUMNS");
                if (list().size() > 0) {
                    writer.keyword("EXCEPT");
                    SqlSyntax.unparseList(writer, list());
                }
            }
        }
    }
}
