package io.grism.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.Symbolizable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** A vertex or an edge of a pattern. */
public final class SqlElementPattern extends GrismCall {
    static final GrismOperator OPERATOR = new GrismOperator("ELEMENT PATTERN", SqlKind.OTHER, SqlElementPattern::of);

    /** Which way an edge pattern points; null marks a vertex. */
    public enum Direction implements Symbolizable {
        LEFT,
        RIGHT,
        LEFT_OR_RIGHT,
        ANY
    }

    /** Whether an edge was written with brackets. */
    public enum Form implements Symbolizable {
        FULL,
        ABBREVIATED
    }

    /** What stands between the brackets, while it is parsed. */
    public static final class Filler {
        public @Nullable SqlIdentifier variable;
        public @Nullable SqlNode label;
        public @Nullable SqlIdentifier fromRole;
        public @Nullable SqlIdentifier toRole;
        public @Nullable SqlNode where;

        public SqlElementPattern vertex(SqlParserPos position) {
            if (fromRole != null) {
                throw SqlSyntax.error(
                        "Cannot use FROM role TO role in a vertex pattern. It belongs into an edge: -[e FROM a TO b]->",
                        fromRole.getParserPosition());
            }
            return new SqlElementPattern(position, null, null, variable, label, null, null, where);
        }

        public SqlElementPattern edge(SqlParserPos position, Direction direction) {
            return new SqlElementPattern(
                    position,
                    direction.symbol(SqlParserPos.ZERO),
                    Form.FULL.symbol(SqlParserPos.ZERO),
                    variable,
                    label,
                    fromRole,
                    toRole,
                    where);
        }

        public SqlElementPattern abbreviatedEdge(SqlParserPos position, Direction direction) {
            return new SqlElementPattern(
                    position,
                    direction.symbol(SqlParserPos.ZERO),
                    Form.ABBREVIATED.symbol(SqlParserPos.ZERO),
                    null,
                    null,
                    null,
                    null,
                    null);
        }
    }

    private SqlElementPattern(SqlParserPos position, @Nullable SqlNode... operands) {
        super(position, operands);
    }

    private static SqlElementPattern of(SqlParserPos position, @Nullable SqlNode[] o) {
        return new SqlElementPattern(position, o.clone());
    }

    public boolean isVertex() {
        return get(0) == null;
    }

    public @Nullable Direction direction() {
        return symbol(0, Direction.class);
    }

    public @Nullable SqlIdentifier variable() {
        return identifier(2);
    }

    /** An identifier, or a call of {@link SqlLabelExpression}'s operators. */
    public @Nullable SqlNode label() {
        return get(3);
    }

    public @Nullable SqlIdentifier fromRole() {
        return identifier(4);
    }

    public @Nullable SqlIdentifier toRole() {
        return identifier(5);
    }

    public @Nullable SqlNode where() {
        return get(6);
    }

    @Override
    public SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Direction direction = direction();
        if (direction == null) {
            writer.print("(");
            unparseFiller(writer);
            writer.print(") ");
        } else if (symbol(1, Form.class) == Form.ABBREVIATED) {
            writer.print(
                    switch (direction) {
                        case LEFT -> "<- ";
                        case RIGHT -> "-> ";
                        case LEFT_OR_RIGHT -> "<-> ";
                        case ANY -> "- ";
                    });
        } else {
            writer.print(direction == Direction.LEFT || direction == Direction.LEFT_OR_RIGHT ? "<-[" : "-[");
            unparseFiller(writer);
            writer.print(direction == Direction.RIGHT || direction == Direction.LEFT_OR_RIGHT ? "]-> " : "]- ");
        }
    }

    private void unparseFiller(SqlWriter writer) {
        writer.setNeedWhitespace(false);
        SqlIdentifier variable = variable();
        if (variable != null) {
            variable.unparse(writer, 0, 0);
        }
        SqlNode label = label();
        if (label != null) {
            writer.keyword("IS");
            SqlLabelExpression.unparse(writer, label);
        }
        SqlIdentifier from = fromRole();
        SqlIdentifier to = toRole();
        if (from != null && to != null) {
            writer.keyword("FROM");
            from.unparse(writer, 0, 0);
            writer.keyword("TO");
            to.unparse(writer, 0, 0);
        }
        SqlNode where = where();
        if (where != null) {
            writer.keyword("WHERE");
            where.unparse(writer, 0, 0);
        }
    }
}
