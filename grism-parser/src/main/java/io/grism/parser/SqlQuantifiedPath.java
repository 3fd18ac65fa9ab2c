package io.grism.parser;

import java.util.Objects;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** A path pattern repeated: {@code {m,n}}, {@code *}, {@code +}, or optional: {@code ?}. */
public final class SqlQuantifiedPath extends GrismCall {
    static final GrismOperator OPERATOR = new GrismOperator("QUANTIFIER", SqlKind.OTHER, SqlQuantifiedPath::of);

    public SqlQuantifiedPath(
            SqlParserPos position, SqlNode path, @Nullable SqlNode minimum, @Nullable SqlNode maximum) {
        super(position, path, minimum, maximum);
    }

    private static SqlQuantifiedPath of(SqlParserPos position, @Nullable SqlNode[] o) {
        return new SqlQuantifiedPath(position, Objects.requireNonNull(o[0]), o[1], o[2]);
    }

    /** A bound that the text does not spell out. */
    public static SqlNode bound(int value, SqlParserPos position) {
        return SqlLiteral.createExactNumeric(Integer.toString(value), position);
    }

    /** A {@link SqlElementPattern} or a {@link SqlSubPath}. */
    public SqlNode path() {
        return node(0);
    }

    /** The least number of repetitions; null for {@code ?}. */
    public @Nullable SqlLiteral minimum() {
        return (SqlLiteral) get(1);
    }

    /** The greatest number of repetitions; null for no bound, and for {@code ?}. */
    public @Nullable SqlLiteral maximum() {
        return (SqlLiteral) get(2);
    }

    @Override
    public SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        path().unparse(writer, 0, 0);
        SqlLiteral minimum = minimum();
        SqlLiteral maximum = maximum();
        if (minimum == null) {
            writer.print("? ");
        } else {
            writer.print("{" + minimum.toValue() + "," + (maximum == null ? "" : maximum.toValue()) + "} ");
        }
    }
}
