package io.grism.calcite.match;

import io.grism.calcite.rel.MatchPattern;
import io.grism.calcite.rel.PatternEdge;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a step costs, in units of about one row passed from one operator to the next. The numbers are relative; they come from measured kernels: a sequential read is
 * cheap, a jump to a random row costs more, a hash table most.
 */
final class StepCost {
    private static final double SCAN_VERTEX = 0.05;
    private static final double SCAN_EDGE = 0.02;
    private static final double READ_PROPERTY = 0.5;
    private static final double LOOK_UP_PROPERTY = 1.5;
    private static final double TEST_CONDITION = 0.2;
    private static final double START_RUN = 1;
    private static final double COPY_COLUMN = 0.15;
    private static final double SEARCH_RUN = 2;
    private static final double SEARCH_EDGE = 0.1;
    private static final double LEAP = 0.2;
    private static final double BUILD_ROW = 4;
    private static final double PROBE_ROW = 2;

    private final MatchPattern pattern;
    private final PatternEstimator estimator;
    private final long wanted;

    /** @param wanted the elements that are used after the match: others are dropped on the way */
    StepCost(MatchPattern pattern, PatternEstimator estimator, long wanted) {
        this.pattern = pattern;
        this.estimator = estimator;
        this.wanted = wanted;
    }

    double scanVertex(int vertex, long elements) {
        double rows = estimator.vertexRows(vertex);
        List<Conjunct> conditions = estimator.newlyCovered(elements);
        return rows * (SCAN_VERTEX + READ_PROPERTY * properties(conditions) + TEST_CONDITION * conditions.size());
    }

    double scanEdge(int edge, long elements) {
        double rows = estimator.edgeRows(edge);
        return rows * (SCAN_EDGE + COPY_COLUMN * width(elements)) + conditions(rows, estimator.newlyCovered(elements));
    }

    double extend(Step input, int edge, int from, long elements) {
        double inputRows = estimator.rows(input.elements());
        double outputRows = inputRows * estimator.degree(edge, from);
        return inputRows * START_RUN
                + outputRows * COPY_COLUMN * width(elements)
                + conditions(outputRows, estimator.newlyCovered(elements, input.elements()));
    }

    /** Searches for the ends of a walk: from all vertices of the input at once where nothing more is asked of them, else from one after the other. */
    double search(Step input, int edge, int from, long elements) {
        double inputRows = estimator.rows(input.elements());
        boolean together = (used(input.elements(), elements) & input.elements()) == 0;
        double searched = together
                ? estimator.walk(edge, from).searched(inputRows)
                : inputRows * estimator.walk(edge, from).searched(1);
        double reached = together ? estimator.vertexRows(other(edge, from)) : Double.POSITIVE_INFINITY;
        double outputRows = Math.min(reached, inputRows * estimator.degree(edge, from));
        return inputRows * START_RUN
                + searched * SEARCH_EDGE
                + outputRows * COPY_COLUMN * width(elements)
                + conditions(outputRows, estimator.newlyCovered(elements, input.elements()));
    }

    /** The elements that are used once {@code elements} are matched, or for conditions that {@code before} do not tell. */
    long used(long before, long elements) {
        long used = wanted;
        for (Conjunct conjunct : estimator.conjuncts()) {
            used |= conjunct.isCoveredBy(before) ? 0 : conjunct.elements();
        }
        int vertices = pattern.vertices().size();
        for (int e = 0; e < pattern.edges().size(); e++) {
            PatternEdge edge = pattern.edges().get(e);
            used |= (elements >> vertices + e & 1) == 0 ? 1L << edge.from() | 1L << edge.to() : 0;
        }
        return used;
    }

    double close(Step input, int edge, int from, long elements) {
        double inputRows = estimator.rows(input.elements());
        double outputRows = estimator.rows(elements);
        return inputRows * (SEARCH_RUN + 0.2 * Math.log(1 + estimator.degree(edge, from)))
                + outputRows * COPY_COLUMN * width(elements)
                + conditions(outputRows, estimator.newlyCovered(elements, input.elements()));
    }

    /** The runs of both vertices are walked, the longer one in leaps. */
    double intersect(Step input, int first, int second, int reached, long elements) {
        double inputRows = estimator.rows(input.elements());
        double outputRows = estimator.rows(elements);
        double firstDegree = estimator.degree(first, other(first, reached));
        double secondDegree = estimator.degree(second, other(second, reached));
        double walked = Math.min(firstDegree, secondDegree);
        double leaps = Math.log(2 + Math.max(firstDegree, secondDegree) / Math.max(1, walked));
        return inputRows * (2 * START_RUN + LEAP * walked * leaps)
                + outputRows * COPY_COLUMN * width(elements)
                + conditions(outputRows, estimator.newlyCovered(elements, input.elements()));
    }

    private int other(int edge, int end) {
        PatternEdge crossed = pattern.edges().get(edge);
        return crossed.from() == end ? crossed.to() : crossed.from();
    }

    double join(Step left, Step right, long elements) {
        double outputRows = estimator.rows(elements);
        return estimator.rows(left.elements()) * PROBE_ROW
                + estimator.rows(right.elements()) * BUILD_ROW
                + outputRows * COPY_COLUMN * width(elements)
                + conditions(outputRows, estimator.newlyCovered(elements, left.elements(), right.elements()));
    }

    private static double conditions(double rows, List<Conjunct> conditions) {
        return rows * (LOOK_UP_PROPERTY * properties(conditions) + TEST_CONDITION * conditions.size());
    }

    private static int properties(List<Conjunct> conditions) {
        Set<MatchColumns.Property> needed = new HashSet<>();
        conditions.forEach(condition -> needed.addAll(condition.properties()));
        return needed.size();
    }

    /** The columns that are copied: the elements wanted, and the vertices to go on from. */
    private int width(long elements) {
        long copied = elements & wanted;
        int vertices = pattern.vertices().size();
        for (int e = 0; e < pattern.edges().size(); e++) {
            PatternEdge edge = pattern.edges().get(e);
            if ((elements >> vertices + e & 1) == 0) {
                copied |= elements & (1L << edge.from() | 1L << edge.to());
            }
        }
        return 1 + Long.bitCount(copied);
    }
}
