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
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code CREATE TAG [IF NOT EXISTS] name [AS OF VERSION version]}. */
public final class SqlCreateTag extends SqlCreate {
    private static final GrismOperator OPERATOR = new GrismOperator("CREATE TAG", SqlKind.OTHER_DDL, SqlCreateTag::of);

    private final SqlIdentifier name;
    private final @Nullable SqlNode version;

    public SqlCreateTag(SqlParserPos position, boolean ifNotExists, SqlIdentifier name, @Nullable SqlNode version) {
        super(OPERATOR, position, false, ifNotExists);
        this.name = name;
        this.version = version;
    }

    private static SqlCreateTag of(SqlParserPos position, @Nullable SqlNode[] o) {
        return new SqlCreateTag(
                position,
                ((SqlLiteral) Objects.requireNonNull(o[0])).booleanValue(),
                (SqlIdentifier) Objects.requireNonNull(o[1]),
                o[2]);
    }

    public boolean ifNotExists() {
        return ifNotExists;
    }

    public SqlIdentifier name() {
        return name;
    }

    /** A number, or another tag as a string; null for the newest version. */
    public @Nullable SqlNode version() {
        return version;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return Collections.unmodifiableList(
                Arrays.asList(SqlLiteral.createBoolean(ifNotExists, SqlParserPos.ZERO), name, version));
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.keyword("CREATE TAG");
        if (ifNotExists) {
            writer.keyword("IF NOT EXISTS");
        }
        name.unparse(writer, 0, 0);
        if (version != null) {
            writer.keyword("AS OF VERSION");
            version.unparse(writer, 0, 0);
        }
    }
}
