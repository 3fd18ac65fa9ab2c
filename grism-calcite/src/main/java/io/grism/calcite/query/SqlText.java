package io.grism.calcite.query;

import io.grism.calcite.type.DeclaredTypes;
import io.grism.calcite.type.GrismConformance;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;

/** SQL text to a tree. */
final class SqlText {
    private static final SqlParser.Config CONFIG = SqlParser.config()
            .withQuoting(Quoting.DOUBLE_QUOTE)
            .withUnquotedCasing(Casing.UNCHANGED)
            .withQuotedCasing(Casing.UNCHANGED)
            .withCaseSensitive(false)
            .withIdentifierMaxLength(1024)
            .withConformance(GrismConformance.INSTANCE);

    private SqlText() {}

    static SqlNode parse(String sql) {
        try {
            SqlNode statement = SqlParser.create(sql, CONFIG).parseStmt();
            DeclaredTypes.check(statement);
            return statement;
        } catch (SqlParseException e) {
            throw new CalciteException("syntax", e);
        }
    }
}
