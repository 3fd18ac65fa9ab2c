package io.grism.calcite.query;

import io.grism.calcite.type.DeclaredTypes;
import io.grism.parser.GrismParser;
import org.apache.calcite.sql.SqlNode;

/** SQL text to a tree whose types and literals Grism can hold. */
final class SqlText {
    private SqlText() {}

    static SqlNode parse(String sql) {
        SqlNode statement = GrismParser.parse(sql);
        DeclaredTypes.check(statement);
        return statement;
    }
}
