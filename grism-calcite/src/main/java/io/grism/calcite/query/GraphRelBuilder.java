package io.grism.calcite.query;

import io.grism.calcite.catalog.PropertyGraph;
import io.grism.calcite.rel.LogicalMatch;
import io.grism.calcite.rel.MatchGraph;
import io.grism.calcite.rel.MatchPattern;
import io.grism.calcite.validate.GraphBinder;
import java.util.List;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.tools.RelBuilder;

/**
 * Builds queries over the tables, views and graphs of a database as relational algebra. To Calcite's steps it adds {@link #match}, after which the stack holds the matches of a
 * pattern: for each variable {@code v} the columns {@code v.$id} and {@code v.property}, to be named as {@code field("v.property")}.
 */
public final class GraphRelBuilder extends RelBuilder {
    private final Conversion conversion;

    GraphRelBuilder(Conversion conversion) {
        super(Contexts.of(conversion), conversion.cluster(), conversion.reader());
        this.conversion = conversion;
    }

    /**
     * Starts a pattern over a property graph.
     *
     * @param name the graph's name, with its schema before it if need be
     * @throws io.grism.exec.error.GrismException UNKNOWN_GRAPH
     */
    public PatternBuilder match(String... name) {
        PropertyGraph graph = new GraphBinder(conversion.reader(), PlannerSetup.operators(), conversion.cluster())
                .bind(new SqlIdentifier(List.of(name), SqlParserPos.ZERO));
        return new PatternBuilder(this, graph);
    }

    /** Puts the matches of a pattern on the stack. */
    GraphRelBuilder pushMatch(PropertyGraph graph, MatchPattern pattern) {
        MatchGraph tables = new MatchGraph(
                graph.tables(),
                graph.vertices().stream()
                        .map(PropertyGraph.ElementTable::relTable)
                        .toList(),
                graph.edges().stream().map(PropertyGraph.ElementTable::relTable).toList(),
                graph.throughTables());
        push(LogicalMatch.create(getCluster(), tables, pattern));
        return this;
    }
}
