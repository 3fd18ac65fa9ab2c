package io.grism.calcite.validate;

import io.grism.exec.error.ErrorCode;
import io.grism.exec.error.GrismException;
import io.grism.parser.SqlSyntax;
import org.apache.calcite.sql.SqlNode;

/** Errors in graph definitions and patterns, with the position of the node that is wrong. */
final class GraphErrors {
    private GraphErrors() {}

    static GrismException error(ErrorCode code, String message, SqlNode at) {
        return new GrismException(code, message, SqlSyntax.position(at.getParserPosition()), null);
    }

    static GrismException invalidGraph(String message, SqlNode at) {
        return error(ErrorCode.INVALID_GRAPH, message, at);
    }

    static GrismException invalidPattern(String message, SqlNode at) {
        return error(ErrorCode.INVALID_PATTERN, message, at);
    }

    static GrismException unsupported(String construct, SqlNode at) {
        return error(ErrorCode.NOT_SUPPORTED, "Cannot run " + construct + ": not supported yet.", at);
    }
}
