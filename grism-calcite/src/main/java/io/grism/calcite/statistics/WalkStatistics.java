package io.grism.calcite.statistics;

import io.grism.exec.graph.Direction;
import java.util.List;
import org.apache.calcite.rel.metadata.RelMdUtil;

/** What is to be expected of walks along edges of some tables, all vertices having as many edges. */
public final class WalkStatistics {
    /** Lengths that are told apart: what is not reached until then hardly ever is. */
    private static final int LENGTHS = 64;

    private static final double MANY = 1e15;

    private final GraphStatistics statistics;
    private final int least;
    private final int most;
    private final double edges;
    private final double degree;

    public WalkStatistics(
            GraphStatistics statistics, Direction direction, List<Integer> edgeTables, int least, int most) {
        this.statistics = statistics;
        this.least = least;
        this.most = most;
        List<Integer> starts = GraphRowCount.starts(statistics, direction, edgeTables);
        List<Integer> ends = GraphRowCount.starts(statistics, direction.reverse(), edgeTables);
        this.edges = statistics.connections(direction, edgeTables, starts, ends);
        this.degree = edges / Math.max(1, statistics.vertices(starts));
    }

    /** The vertices of some tables that are reached from one vertex. */
    public double reached(List<Integer> vertexTables) {
        double vertices = Math.max(1, statistics.vertices(vertexTables));
        double walks = 0;
        double ofLength = Math.pow(degree, least);
        for (int length = least; length <= most && length < least + LENGTHS; length++) {
            walks = Math.min(MANY, walks + ofLength);
            ofLength *= degree;
        }
        return Math.min(vertices, RelMdUtil.numDistinctVals(vertices, Math.max(walks, 1e-9)));
    }

    /** The edges that a search walks from so many vertices at once. */
    public double searched(double starts) {
        double all = 0;
        double atLevel = starts;
        for (int length = 1; length <= most && length <= LENGTHS; length++) {
            atLevel = Math.min(edges, atLevel * degree);
            all += atLevel;
        }
        return Math.min(all, exhausted());
    }

    /** The edges walked when all are at each length. */
    public double stepped() {
        return edges * Math.min(most, LENGTHS);
    }

    /** The edges that a search walks at most: all at each level below the shortest walk, and then each once more. */
    public double exhausted() {
        return edges * Math.max(1, least);
    }
}
