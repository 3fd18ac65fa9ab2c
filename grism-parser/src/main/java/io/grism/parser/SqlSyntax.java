package io.grism.parser;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.exec.error.SourcePosition;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Helpers of the grammar and of its nodes. */
public final class SqlSyntax {
    private SqlSyntax() {}

    /** A position as errors carry it; null when the node has none. */
    public static @Nullable SourcePosition position(SqlParserPos position) {
        return position.getLineNum() == 0
                ? null
                : new SourcePosition(
                        position.getLineNum(),
                        position.getColumnNum(),
                        position.getEndLineNum(),
                        position.getEndColumnNum());
    }

    public static GrismException error(String message, SqlParserPos position) {
        return new GrismException(ErrorCode.SYNTAX_ERROR, message, position(position), null);
    }

    /** The error for a construct that the grammar knows and Grism cannot run. */
    public static GrismException unsupported(String construct, SqlParserPos position) {
        return new GrismException(
                ErrorCode.NOT_SUPPORTED, "Cannot run " + construct + ": not supported yet", position(position), null);
    }

    static void unparseList(SqlWriter writer, SqlNodeList list) {
        SqlWriter.Frame frame = writer.startList("(", ")");
        for (SqlNode node : list) {
            writer.sep(",");
            node.unparse(writer, 0, 0);
        }
        writer.endList(frame);
    }
}
