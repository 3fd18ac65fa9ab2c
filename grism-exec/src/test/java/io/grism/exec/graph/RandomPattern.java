package io.grism.exec.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A pattern over a {@link RandomGraph}: vertices and edges, each with the element tables that it may come from.
 *
 * @param vertexTables per vertex
 */
public record RandomPattern(List<List<Integer>> vertexTables, List<Edge> edges) {
    /** An edge between two vertices of the pattern; OUT when {@code from} is the source. */
    public record Edge(int from, int to, Direction direction, List<Integer> tables) {}

    /** How the parts of a pattern hang together. */
    public enum Shape {
        /** Every vertex is reached from the first. */
        CONNECTED,
        ANY
    }

    /** One to four edges, or a single vertex. */
    public static RandomPattern create(RandomGraph graph, Shape shape, Random random) {
        int edgeCount = random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(4);
        List<List<Integer>> vertices = new ArrayList<>();
        vertices.add(tables(graph.vertices().size(), random));
        List<Edge> edges = new ArrayList<>();
        for (int e = 0; e < edgeCount; e++) {
            int one = random.nextInt(vertices.size());
            int other = random.nextInt(vertices.size() + 1);
            if (shape == Shape.ANY && random.nextInt(5) == 0) {
                vertices.add(tables(graph.vertices().size(), random));
                one = vertices.size() - 1;
            }
            if (vertices.size() < 5 && random.nextInt(5) > 1) {
                vertices.add(tables(graph.vertices().size(), random));
                other = vertices.size() - 1;
            }
            other = Math.min(other, vertices.size() - 1);
            boolean turn = random.nextBoolean();
            Direction direction = Direction.values()[random.nextInt(3)];
            List<Integer> tables = tables(graph.edges().size(), random);
            edges.add(new Edge(turn ? other : one, turn ? one : other, direction, tables));
        }
        return new RandomPattern(vertices, edges);
    }

    /** All tables, or some, at times none. */
    private static List<Integer> tables(int count, Random random) {
        boolean all = random.nextInt(3) > 0;
        List<Integer> tables = new ArrayList<>();
        for (int table = 0; table < count; table++) {
            if (all || random.nextInt(3) > 0) {
                tables.add(table);
            }
        }
        return tables;
    }
}
