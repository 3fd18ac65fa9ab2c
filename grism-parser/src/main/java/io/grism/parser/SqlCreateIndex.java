package io.grism.parser;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.sql.SqlCreate;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code CREATE INDEX [IF NOT EXISTS] name ON table (column, ...) [USING kind]}. */
public final class SqlCreateIndex extends SqlCreate {
    private static final GrismOperator OPERATOR =
            new GrismOperator("CREATE INDEX", SqlKind.OTHER_DDL, SqlCreateIndex::of);

    private final SqlIdentifier name;
    private final SqlIdentifier table;
    private final SqlNodeList columns;
    private final @Nullable SqlIdentifier using;

    public SqlCreateIndex(
            SqlParserPos position,
            boolean ifNotExists,
            SqlIdentifier name,
            SqlIdentifier table,
            SqlNodeList columns,
            @Nullable SqlIdentifier using) {
        super(OPERATOR, position, false, ifNotExists);
        this.name = name;
        this.table = table;
        this.columns = columns;
        this.using = using;
    }

    private static SqlCreateIndex of(SqlParserPos position, @Nullable SqlNode[] o) {
        return new SqlCreateIndex(
                position,
                ((SqlLiteral) Objects.requireNonNull(o[0])).booleanValue(),
                (SqlIdentifier) Objects.requireNonNull(o[1]),
                (SqlIdentifier) Objects.requireNonNull(o[2]),
                (SqlNodeList) Objects.requireNonNull(o[3]),
                (SqlIdentifier) o[4]);
    }

    public SqlIdentifier name() {
        return name;
    }

    public SqlIdentifier table() {
        return table;
    }

    public SqlNodeList columns() {
        return columns;
    }

    /** The kind of index; null when nothing is said. */
    public @Nullable SqlIdentifier using() {
        return using;
    }

    public boolean isIfNotExists() {
        return ifNotExists;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return Collections.unmodifiableList(
                Arrays.asList(SqlLiteral.createBoolean(ifNotExists, SqlParserPos.ZERO), name, table, columns, using));
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.keyword("CREATE INDEX");
        if (ifNotExists) {
            writer.keyword("IF NOT EXISTS");
        }
        name.unparse(writer, 0, 0);
        writer.keyword("ON");
        table.unparse(writer, 0, 0);
        SqlWriter.Frame frame = writer.startList("(", ")");
        for (SqlNode column : columns) {
            writer.sep(",");
            column.unparse(writer, 0, 0);
        }
        writer.endList(frame);
        if (using != null) {
            writer.keyword("USING");
            using.unparse(writer, 0, 0);
        }
    }
}
