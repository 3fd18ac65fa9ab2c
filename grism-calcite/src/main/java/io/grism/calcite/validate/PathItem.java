package io.grism.calcite.validate;

import io.grism.exec.graph.Direction;
import io.grism.parser.SqlPathPrefix;
import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** A path pattern with its variables found: elements in order, and groups of them that repeat. */
sealed interface PathItem {
    /** A vertex. */
    record Vertex(PatternVariable variable) implements PathItem {}

    /** An edge; the vertices beside it are the items beside it. */
    record Edge(PatternVariable variable, Direction direction, Crossing crossing, SqlNode at) implements PathItem {}

    /** Items repeated {@code minimum} to {@code maximum} times, as the text says {@code at} a place. {@code conditions} hold in every repetition; they are filled when expressions are checked. */
    record Group(
            SqlNode at,
            List<PathItem> items,
            int minimum,
            int maximum,
            GraphScope scope,
            List<PatternVariable> variables,
            List<SqlNode> conditions,
            SqlPathPrefix.@Nullable Mode mode)
            implements PathItem {}

    /** A whole path. */
    record Path(List<PathItem> items, SqlPathPrefix.@Nullable Mode mode, @Nullable String variable) {}
}
