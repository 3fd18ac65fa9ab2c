package io.grism.parser;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.sql.SqlDrop;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.Symbolizable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code DROP TABLE | VIEW | SCHEMA | PROPERTY GRAPH | INDEX | TAG [IF EXISTS] name [CASCADE | RESTRICT]}. */
public final class SqlDropObject extends SqlDrop {
    /** What is dropped. */
    public enum Type implements Symbolizable {
        TABLE,
        VIEW,
        SCHEMA,
        PROPERTY_GRAPH,
        INDEX,
        TAG;

        @Override
        public String toString() {
            return name().replace('_', ' ');
        }
    }

    /** What happens to objects that need it. */
    public enum Behavior implements Symbolizable {
        CASCADE,
        RESTRICT
    }

    private static final GrismOperator OPERATOR = new GrismOperator("DROP", SqlKind.OTHER_DDL, SqlDropObject::of);

    private final SqlLiteral type;
    private final SqlIdentifier name;
    private final @Nullable SqlLiteral behavior;

    public SqlDropObject(
            SqlParserPos position,
            SqlLiteral type,
            boolean ifExists,
            SqlIdentifier name,
            @Nullable SqlLiteral behavior) {
        super(OPERATOR, position, ifExists);
        this.type = type;
        this.name = name;
        this.behavior = behavior;
    }

    private static SqlDropObject of(SqlParserPos position, @Nullable SqlNode[] o) {
        return new SqlDropObject(
                position,
                (SqlLiteral) Objects.requireNonNull(o[0]),
                ((SqlLiteral) Objects.requireNonNull(o[1])).booleanValue(),
                (SqlIdentifier) Objects.requireNonNull(o[2]),
                (SqlLiteral) o[3]);
    }

    public Type type() {
        return type.getValueAs(Type.class);
    }

    public SqlIdentifier name() {
        return name;
    }

    /** RESTRICT when nothing is said. */
    public Behavior behavior() {
        return behavior == null ? Behavior.RESTRICT : behavior.getValueAs(Behavior.class);
    }

    @Override
    public List<SqlNode> getOperandList() {
        return Collections.unmodifiableList(
                Arrays.asList(type, SqlLiteral.createBoolean(ifExists, SqlParserPos.ZERO), name, behavior));
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.keyword("DROP");
        writer.keyword(type().toString());
        if (ifExists) {
            writer.keyword("IF EXISTS");
        }
        name.unparse(writer, 0, 0);
        if (behavior != null) {
            writer.keyword(behavior().name());
        }
    }
}
