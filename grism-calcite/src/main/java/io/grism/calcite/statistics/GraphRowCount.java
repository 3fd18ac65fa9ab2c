package io.grism.calcite.statistics;

import io.grism.calcite.rel.EdgeScan;
import io.grism.calcite.rel.ElementLookup;
import io.grism.calcite.rel.Expand;
import io.grism.calcite.rel.ExpandCount;
import io.grism.calcite.rel.ExpandIntersect;
import io.grism.calcite.rel.ExpandInto;
import io.grism.calcite.rel.HyperedgeScan;
import io.grism.calcite.rel.LogicalMatch;
import io.grism.calcite.rel.MatchGraph;
import io.grism.calcite.rel.NodeScan;
import io.grism.calcite.rel.PatternEdge;
import io.grism.calcite.rel.PatternVertex;
import io.grism.calcite.rel.Reach;
import io.grism.calcite.rel.RoleExpand;
import io.grism.calcite.rel.RoleLookup;
import io.grism.exec.graph.Direction;
import io.grism.exec.graph.Starts;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.rel.metadata.BuiltInMetadata;
import org.apache.calcite.rel.metadata.MetadataDef;
import org.apache.calcite.rel.metadata.MetadataHandler;
import org.apache.calcite.rel.metadata.ReflectiveRelMetadataProvider;
import org.apache.calcite.rel.metadata.RelMetadataProvider;
import org.apache.calcite.rel.metadata.RelMetadataQuery;

/** Row counts of graph rels, logical and physical, from the sizes of the element tables. */
public final class GraphRowCount implements MetadataHandler<BuiltInMetadata.RowCount> {
    public static final RelMetadataProvider SOURCE =
            ReflectiveRelMetadataProvider.reflectiveSource(new GraphRowCount(), BuiltInMetadata.RowCount.Handler.class);

    @Override
    public MetadataDef<BuiltInMetadata.RowCount> getDef() {
        return BuiltInMetadata.RowCount.DEF;
    }

    /** Independent edges: all combinations of vertices, times the chance of each edge to be there. */
    public Double getRowCount(LogicalMatch match, RelMetadataQuery mq) {
        GraphStatistics statistics = new GraphStatistics(match.graph());
        List<PatternVertex> vertices = match.pattern().vertices();
        double rows = 1;
        for (PatternVertex vertex : vertices) {
            rows *= statistics.vertices(vertex.tables());
        }
        for (PatternEdge edge : match.pattern().edges()) {
            List<Integer> from = vertices.get(edge.from()).tables();
            List<Integer> to = vertices.get(edge.to()).tables();
            PatternEdge.Quantifier walk = edge.quantifier();
            if (walk != null) {
                rows *= new WalkStatistics(statistics, edge.direction(), edge.tables(), walk.least(), walk.most())
                                .reached(to)
                        / Math.max(1, statistics.vertices(to));
                continue;
            }
            double pairs = Math.max(1, statistics.vertices(from)) * Math.max(1, statistics.vertices(to));
            rows *= statistics.connections(edge.direction(), edge.tables(), from, to) / pairs;
        }
        return Math.max(1, rows);
    }

    public Double getRowCount(NodeScan scan, RelMetadataQuery mq) {
        return new GraphStatistics(scan.graph()).vertices(scan.vertex().tables());
    }

    public Double getRowCount(EdgeScan scan, RelMetadataQuery mq) {
        return new GraphStatistics(scan.graph()).edges(scan.edgeTables());
    }

    public Double getRowCount(Expand expand, RelMetadataQuery mq) {
        return mq.getRowCount(expand.getInput()) * degree(expand.graph(), expand.step());
    }

    /** Rows without an edge are left out: most are, when there are fewer edges than vertices. */
    public Double getRowCount(ExpandCount expand, RelMetadataQuery mq) {
        return mq.getRowCount(expand.getInput()) * Math.min(1, degree(expand.graph(), expand.step()));
    }

    public Double getRowCount(Reach reach, RelMetadataQuery mq) {
        Reach.Walks walks = reach.walks();
        GraphStatistics statistics = new GraphStatistics(reach.graph());
        double each = new WalkStatistics(statistics, walks.direction(), walks.edgeTables(), walks.least(), walks.most())
                .reached(walks.vertexTables());
        double rows = mq.getRowCount(reach.getInput()) * each;
        return reach.starts() == Starts.EACH
                ? rows
                : Math.min(rows, Math.max(1, statistics.vertices(walks.vertexTables())));
    }

    public Double getRowCount(ExpandInto expand, RelMetadataQuery mq) {
        ExpandInto.Step step = expand.step();
        GraphStatistics statistics = new GraphStatistics(expand.graph());
        List<Integer> from = starts(statistics, step.direction(), step.edgeTables());
        List<Integer> to = starts(statistics, step.direction().reverse(), step.edgeTables());
        double edges = statistics.connections(step.direction(), step.edgeTables(), from, to);
        double pairs = Math.max(1, statistics.vertices(from)) * Math.max(1, statistics.vertices(to));
        return mq.getRowCount(expand.getInput()) * edges / pairs;
    }

    public Double getRowCount(HyperedgeScan scan, RelMetadataQuery mq) {
        return new GraphStatistics(scan.graph()).edges(scan.edgeTables());
    }

    /** A step into the hyperedges times a step out of them. */
    public Double getRowCount(RoleExpand expand, RelMetadataQuery mq) {
        RoleExpand.Step step = expand.step();
        GraphStatistics statistics = new GraphStatistics(expand.graph());
        List<Integer> from = starts(statistics, Direction.IN, step.entryRoles());
        List<Integer> hyperedges = step.edgeTables().stream()
                .map(expand.graph().tables()::elementOfEdge)
                .toList();
        double in = statistics.connections(Direction.IN, step.entryRoles(), from, hyperedges);
        double out = statistics.connections(Direction.OUT, step.exitRoles(), hyperedges, step.vertexTables());
        double pairs = Math.max(1, statistics.vertices(from)) * Math.max(1, statistics.vertices(hyperedges));
        return mq.getRowCount(expand.getInput()) * in * out / pairs;
    }

    public Double getRowCount(RoleLookup lookup, RelMetadataQuery mq) {
        return mq.getRowCount(lookup.getInput());
    }

    /** As one step, and the chance of an edge to close it. */
    public Double getRowCount(ExpandIntersect expand, RelMetadataQuery mq) {
        GraphStatistics statistics = new GraphStatistics(expand.graph());
        Expand.Step first = expand.first();
        ExpandIntersect.Leg second = expand.second();
        double degree = degree(expand.graph(), first);
        double closing = degree(statistics, second.direction(), second.edgeTables(), first.vertexTables());
        return mq.getRowCount(expand.getInput())
                * degree
                * closing
                / Math.max(1, statistics.vertices(first.vertexTables()));
    }

    private static double degree(MatchGraph graph, Expand.Step step) {
        return degree(new GraphStatistics(graph), step.direction(), step.edgeTables(), step.vertexTables());
    }

    private static double degree(
            GraphStatistics statistics, Direction direction, List<Integer> edgeTables, List<Integer> vertexTables) {
        List<Integer> from = starts(statistics, direction, edgeTables);
        return statistics.connections(direction, edgeTables, from, vertexTables)
                / Math.max(1, statistics.vertices(from));
    }

    public Double getRowCount(ElementLookup lookup, RelMetadataQuery mq) {
        return mq.getRowCount(lookup.getInput());
    }

    /** The vertex tables at which edges start, seen in a direction. */
    static List<Integer> starts(GraphStatistics statistics, Direction direction, List<Integer> edgeTables) {
        return edgeTables.stream()
                .flatMapToInt(table -> switch (direction) {
                    case OUT -> IntStream.of(statistics.start(table));
                    case IN -> IntStream.of(statistics.end(table));
                    case ANY -> IntStream.of(statistics.start(table), statistics.end(table));
                })
                .distinct()
                .boxed()
                .toList();
    }
}
